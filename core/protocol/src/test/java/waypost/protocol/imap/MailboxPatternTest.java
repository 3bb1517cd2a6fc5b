package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailboxPatternTest {
    @ParameterizedTest
    @CsvSource({
        "'', *, INBOX, true",
        "'', *, a/b/c, true",
        "'', %, a, true",
        "'', %, a/b, false",
        "'', %/%, a/b, true",
        "'', %/%, a, false",
        "'', a*c, a/b/c, true",
        "'', a%c, abc, true",
        "'', a%c, a/c, false",
        "'', in%, INBOX, true",
        "'', in%, Index, false",
        "'', \u0131nbox, INBOX, false",
        "'', In%, Index, true",
        "a/, %, a/b, true",
        "a/, '', a/, true",
        "'', '', a, false",
        "'', *%*%*%*%*%b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
        "'', %*, a/b, true"
    })
    void matches(String reference, String pattern, String name, boolean expected) {
        assertEquals(expected, new MailboxPattern(reference, pattern).matches(name));
    }
}
