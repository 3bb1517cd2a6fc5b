package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private static String search(String tag, String command, ImapExtensions extensions) throws IOException {
        FetchMailbox mailbox = new FetchMailbox();
        for (int i = 0; i < 8; i++) {
            mailbox.with(FetchMessages.bytes("Subject: x\n\n"));
        }
        FetchedBytes out = new FetchedBytes();
        SelectedCommands commands =
                new SelectedCommands(mailbox, extensions, new Enabled(), new SelectedNotices(), InstantSource.system());
        ImapCommand parsed = ImapParser.parse(
                        (tag + " " + command).getBytes(StandardCharsets.US_ASCII), ImapExtensions.ALL)
                .command();
        Replies replies = new Replies(out);
        String unused = switch (parsed) {
            case ImapCommand.Search search -> commands.searches().search(tag, search, replies);
            case ImapCommand.Sort sort -> commands.searches().sort(tag, sort, replies);
            case ImapCommand.Thread thread -> commands.searches().thread(tag, thread, replies);
            default -> throw new AssertionError(parsed);
        };
        return out.text();
    }

    /** RFC 9585 §4: with a number that is below the goal. */
    @Test
    void tellsNowAndThen() throws IOException {
        assertEquals(
                "* OK [INPROGRESS (\"a\" 2 8)] Still at it\r\n"
                        + "* OK [INPROGRESS (\"a\" 5 8)] Still at it\r\n"
                        + "* SEARCH 1 2 3 4 5 6 7 8\r\n",
                search("a", "SEARCH SUBJECT x", ImapExtensions.ALL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | SORT (DATE) UTF-8 ALL | (\"a\" 7 8)",
                "a | THREAD REFERENCES UTF-8 ALL | (\"a\" 7 8)",
                "a]b | SEARCH SUBJECT x | (NIL 2 8)",
                "a | SEARCH RETURN (MIN MAX) SUBJECT y | (\"a\" 2 8)",
                "a | SEARCH RETURN (MAX) SUBJECT y | (\"a\" 2 8)",
            })
    void tellsOfWhatSearches(String tag, String command, String expected) throws IOException {
        String answer = search(tag, command, ImapExtensions.ALL);
        assertEquals(
                "* OK [INPROGRESS " + expected + "] Still at it",
                answer.lines().findFirst().orElseThrow());
    }

    @Test
    void saysNothingWhereItIsNotOffered() throws IOException {
        assertEquals(
                "* SEARCH\r\n", search("a", "SEARCH SUBJECT y", ImapExtensions.ALL.without(ImapExtension.INPROGRESS)));
    }

    /** RFC 7377: of a search of several mailboxes it is told how far the whole of it is. */
    @Test
    void partsAddUp() throws IOException {
        FetchedBytes out = new FetchedBytes();
        Progress second = Progress.of("a", 10, ImapExtensions.ALL).behind(4);
        second.tell(new Replies(out));
        second.at(3);
        second.tell(new Replies(out));
        assertEquals(
                "* OK [INPROGRESS (\"a\" 4 10)] Still at it\r\n* OK [INPROGRESS (\"a\" 7 10)] Still at it\r\n",
                out.text());
    }

    /** A session that has gone on does not leave its search to go on as well. */
    @Test
    void endsWithItsSession() throws IOException {
        Progress progress = Progress.of("a", 3, ImapExtensions.ALL);
        progress.at(1);
        progress.end();
        assertThrows(IOException.class, () -> progress.at(2));
    }
}
