package waypost.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void staysInItsQuotesAndInItsLine() {
        assertEquals("anna@example.net", LogText.of("anna@example.net"));
        assertEquals("J\u00fcrgen", LogText.of("J\u00fcrgen"));
        assertEquals("a? event=login?", LogText.of("a\" event=login\n"));
        assertEquals("a????b", LogText.of("a\r\0\u0085\u2028b"));
    }

    @Test
    void isBounded() {
        assertEquals("x".repeat(200), LogText.of("x".repeat(200)));
        assertEquals("x".repeat(200) + "...", LogText.of("x".repeat(100_000)));
    }
}
