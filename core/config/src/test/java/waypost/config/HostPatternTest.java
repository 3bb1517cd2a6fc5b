package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {
    @ParameterizedTest
    @CsvSource({
        "imap1.old.example.net, imap1.old.example.net, true",
        "imap1.old.example.net, imap2.old.example.net, false",
        "IMAP1.Old.example.net, imap1.old.example.net, true",
        "192.0.2.7, 192.0.2.7, true",
        "localhost, localhost, true",
        "*.old.example.net, imap1.old.example.net, true",
        "*.old.example.net, a.b.old.example.net, true",
        "*.old.example.net, old.example.net, false",
        "*.old.example.net, .old.example.net, false",
        "*.old.example.net, -.old.example.net, false",
        "*.old.example.net, a..old.example.net, false",
        "*.old.example.net, evil-old.example.net, false",
        "*.old.example.net, imap1.old.example.net.evil.example, false",
    })
    void hostsAreMatchedByName(String pattern, String host, boolean matches) {
        assertEquals(matches, HostPattern.parse(pattern).matches(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "*.net",
                "imap*.example.net",
                "*.*.net",
                "a b",
                "host:143",
                "::1",
                "-a.net",
                "a..b"
            })
    void whatMayBeAnythingIsNoPattern(String text) {
        assertThrows(BadValue.class, () -> HostPattern.parse(text));
    }
}
