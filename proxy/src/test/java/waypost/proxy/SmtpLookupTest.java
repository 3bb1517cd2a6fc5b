package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SmtpLookupTest {
    private final MailScene scene = new MailScene();

    @Test
    void anAddressLiteralIsNoDomainOfOurs() {
        assertEquals("250 2.1.0, 550 5.7.1", scene.says("MAIL FROM:<>\r\nRCPT TO:<ann@[192.0.2.1]>\r\n"));
    }
}
