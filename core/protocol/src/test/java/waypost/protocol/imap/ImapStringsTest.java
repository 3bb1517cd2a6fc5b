package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImapStringsTest {
    @Test
    void quotesWhatCanBeQuoted() {
        assertEquals("\"\"", written(""));
        assertEquals("\"a b(c)\"", written("a b(c)"));
        assertEquals("\"say \\\"hi\\\" \\\\o/\"", written("say \"hi\" \\o/"));
        assertEquals("\"\t\u0001\u007f\"", written("\t\u0001\u007f"));
    }

    @Test
    void sendsTheRestAsLiterals() {
        assertEquals("{3}\r\na\rb", written("a\rb"));
        assertEquals("{3}\r\na\nb", written("a\nb"));
        assertEquals("{2}\r\n\u00e4\u00ff", written("\u00e4\u00ff"));
        assertEquals("{1001}\r\n" + "x".repeat(1001), written("x".repeat(1001)));
    }

    @Test // RFC 3501 §9: CHAR and CHAR8 exclude NUL
    void neverSendsNul() {
        assertEquals("\"a?b\"", written("a\0b"));
        assertEquals("{3}\r\n\u00e4?b", written("\u00e4\0b"));
    }

    @Test
    void knowsNil() {
        assertEquals("NIL", new ImapStrings().nstring(Optional.empty()).toString());
        assertEquals("\"\"", new ImapStrings().nstring(Optional.of("")).toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 4294967295L, Long.MAX_VALUE})
    void writesNumbers(long number) {
        assertEquals(
                "x" + number + "y",
                new ImapStrings().ascii('x').number(number).ascii("y").toString());
    }

    @Test
    void grows() {
        ImapStrings line = new ImapStrings();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            line.number(i).ascii(' ').string("\"");
            expected.append(i).append(" \"\\\"\"");
        }
        assertEquals(expected.toString(), line.toString());
    }

    private static String written(String text) {
        return new ImapStrings().string(text).toString();
    }
}
