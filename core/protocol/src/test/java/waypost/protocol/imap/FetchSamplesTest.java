package waypost.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** FETCH and SEARCH on the sample messages. */
final class FetchSamplesTest {
    private static final Path DATA = Path.of(System.getProperty("waypost.repository"), "testing", "data");
    private static final int LARGEST = 8_000;

    private static final FetchMailbox MAILBOX = new FetchMailbox();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.walk(DATA)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) <= LARGEST) {
                    String lines = Files.readString(file, ISO_8859_1).replace("\r\n", "\n");
                    MAILBOX.with(FetchMessages.bytes(lines));
                }
            }
        }
        assertTrue(MAILBOX.size() > 300, "only " + MAILBOX.size() + " samples");
    }

    @Test
    void sectionsAreThoseOfTheOracle() throws IOException {
        for (FetchMailbox.Message message : MAILBOX.messages) {
            SectionOracleTest.check(message.bytes(), 1000);
        }
    }

    @Test
    void envelopesAndStructuresFollowTheGrammar() throws IOException {
        for (int number = 1; number <= MAILBOX.size(); number++) {
            String answer = FetchedBytes.answer(
                    MAILBOX, number, new FetchItem.Envelope(), new FetchItem.Body(), new FetchItem.BodyStructure());
            assertEquals(-1, answer.indexOf('\0'));
            assertEquals("\r\n", answer.substring(afterList(answer, answer.indexOf('('))));
        }
    }

    @Test
    void searchDoesNotDependOnSlices() throws IOException {
        int found = 0;
        for (String text : List.of("the", "stra\u00dfe", "\u65e5\u672c", "mailing list")) {
            for (SearchKey key : List.of(
                    new SearchKey.BodyText(text), new SearchKey.Text(text), new SearchKey.Header("Subject", text))) {
                MAILBOX.sliceSize = 1 << 17;
                List<Integer> whole = MAILBOX.searcher().search(key);
                MAILBOX.sliceSize = 7;
                assertEquals(whole, MAILBOX.searcher().search(key), key.toString());
                found += whole.size();
            }
        }
        assertTrue(found > 100, "found " + found);
    }

    /** Reads the parenthesised list that begins there: strings, literals and lists (RFC 3501 §9); answers what follows it. */
    private static int afterList(String answer, int start) {
        int at = start + 1;
        while (answer.charAt(at) != ')') {
            at = switch (answer.charAt(at)) {
                case '(' -> afterList(answer, at);
                case '"' -> afterQuoted(answer, at);
                case '{' -> {
                    int end = answer.indexOf("}\r\n", at);
                    yield end + 3 + Integer.parseInt(answer.substring(at + 1, end));
                }
                default -> {
                    assertTrue(Character.isLetterOrDigit(answer.charAt(at)) || answer.charAt(at) == ' ', answer);
                    yield at + 1;
                }
            };
        }
        return at + 1;
    }

    private static int afterQuoted(String answer, int start) {
        int at = start + 1;
        while (answer.charAt(at) != '"') {
            assertFalse(answer.charAt(at) >= 0x80 || "\r\n".indexOf(answer.charAt(at)) >= 0, answer);
            at += answer.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
