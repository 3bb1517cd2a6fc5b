package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HeaderFieldsTest {
    static Stream<Arguments> blocks() {
        return Stream.of(
                Arguments.of("", ""),
                Arguments.of("\r\n", ""),
                Arguments.of("A: b\r\n", "A[ b]"),
                Arguments.of("A: b\r\n\r\nC: d\r\n", "A[ b]"),
                Arguments.of("A: b\r\nC:d\r\n\r\n", "A[ b] C[d]"),
                Arguments.of("A: b\nC: d\n\n", "A[ b] C[ d]"),
                Arguments.of("A: b\r\n c\r\n\td\r\n", "A[ b|| c||\td]"),
                Arguments.of("A: b\r\n \r\nC:\r\n", "A[ b|| ] C[]"),
                Arguments.of("A : b\r\n", "A[ b]"),
                Arguments.of("A: b", "A[ b]"),
                Arguments.of("A:", "A[]"),
                Arguments.of("A: b\r", "A[ b|]"),
                Arguments.of("no field\r\nA: b\r\n", "A[ b]"),
                Arguments.of(" begins folded\r\nA: b\r\n", "A[ b]"),
                Arguments.of("From x y\r\nA: b\r\n", "A[ b]"),
                Arguments.of(": empty name\r\nA: b\r\n", "A[ b]"),
                Arguments.of("\u00e4: b\r\n", ""),
                Arguments.of("A: \u00e4\0\r\n", "A[ \u00e4\0]"),
                Arguments.of("A: 1\r\na: 2\r\n", "A[ 1] a[ 2]"));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void parses(String block, String expected) {
        HeaderFields parsed = HeaderFields.parse(block.getBytes(ISO_8859_1));
        String shown = parsed.fields().stream()
                .map(field ->
                        field.name() + "[" + field.value().replace('\r', '|').replace('\n', '|') + "]")
                .collect(Collectors.joining(" "));
        assertEquals(expected, shown);
        for (HeaderFields.Field field : parsed.fields()) {
            String raw = block.substring(field.start(), field.end());
            assertEquals(
                    true,
                    raw.startsWith(field.name())
                            && raw.stripTrailing().endsWith(field.value().stripTrailing()));
        }
    }

    @Test
    void findsByNameInAnyCase() {
        HeaderFields fields = HeaderFields.parse("To: a\r\nCc: b\r\nTO: c\r\n\td\r\n".getBytes(ISO_8859_1));
        assertEquals(2, fields.all("to").size());
        assertEquals(Optional.of("b"), fields.first("CC").map(HeaderFields.Field::unfolded));
        assertEquals("c\td", fields.all("To").getLast().unfolded());
        assertEquals(Optional.empty(), fields.first("bcc"));
    }

    @Test
    void readsARangeUpToTheLimit() throws IOException {
        String message = "A: b\r\n\r\nX: y\r\n";
        Octets octets = Octets.of(message.getBytes(ISO_8859_1));
        assertEquals("X", HeaderFields.read(octets, 8, 14).fields().getFirst().name());
        Octets large = Octets.of(new byte[HeaderFields.LIMIT + 10]);
        assertEquals(0, HeaderFields.read(large, 0, large.length()).fields().size());
    }

    /** RFC 5322 §3.6.8: ftext is %d33-57 / %d59-126. */
    @Test
    void nameTakesExactlyTheCharactersOfFtext() {
        for (int octet = 0; octet < 256; octet++) {
            byte[] line = {'A', (byte) octet, 'B', ':', ' '};
            boolean ftext = octet >= 33 && octet <= 57 || octet >= 59 && octet <= 126;
            assertEquals(
                    ftext ? 3 : octet == ':' ? 1 : 0, HeaderFields.nameLength(line, 0, line.length), "octet " + octet);
        }
    }
}
