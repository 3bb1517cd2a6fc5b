package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static waypost.config.ConfigurationFileTest.SMALLEST;
import static waypost.config.ConfigurationFileTest.keys;
import static waypost.config.ConfigurationFileTest.read;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the system would refuse to listen on a second time. */
class SocketRulesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:25, 127.0.0.1:25, taken",
        "127.0.0.1:25, 127.0.0.1:26, free",
        "127.0.0.1:0, 127.0.0.1:0, free",
        "127.0.0.1:25, 127.0.0.2:25, free",
        "127.0.0.1:25, 0.0.0.0:25, taken",
        "0.0.0.0:25, 127.0.0.1:25, taken",
        "127.0.0.1:25, [::]:25, taken",
        "[::]:25, 0.0.0.0:25, taken",
        "[::1]:25, [::]:25, taken",
        "[::1]:25, [0:0::1]:25, taken",
        "[::1]:25, 0.0.0.0:25, free",
        "localhost:25, 127.0.0.1:25, taken",
        "mail.example:25, MAIL.example:25, taken",
        "mail.example:25, imap.example:25, free",
    })
    void listenersOfOneNode(String one, String other, String outcome) {
        String expected = outcome.equals("free") ? "OK" : "services.smtp.listeners[1].address";
        assertEquals(expected, keys(read(SMALLEST + """
                services:
                  imap: {listeners: [{address: "%s"}]}
                  smtp: {listeners: [{address: "%s"}]}
                """.formatted(one, other))));
    }

    @ParameterizedTest
    @CsvSource({"2389, services.imap.listeners[1].address", "2390, OK"})
    void theEmbeddedDirectory(String port, String keys) {
        assertEquals(keys, keys(read(SMALLEST + """
                embedded-directory: {listen: "127.0.0.1:2389"}
                services: {imap: {listeners: [{address: "0.0.0.0:%s"}]}}
                """.formatted(port))));
    }
}
