package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    /** A clock that goes on by so many seconds with each look. */
    private static final class Ticking implements InstantSource {
        private final long step;
        private long seconds;

        Ticking(long step) {
            this.step = step;
        }

        @Override
        public Instant instant() {
            seconds += step;
            return Instant.ofEpochSecond(seconds);
        }
    }

    private static String search(String tag, String command, long step, ImapExtensions extensions) throws IOException {
        FetchMailbox mailbox = new FetchMailbox();
        for (int i = 0; i < 8; i++) {
            mailbox.with(FetchMessages.bytes("Subject: x\n\n"));
        }
        FetchedBytes out = new FetchedBytes();
        SelectedCommands commands = new SelectedCommands(mailbox, extensions, new Enabled(), new Ticking(step));
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

    /** RFC 9585 §4: at most every ten seconds, with a number that is below the goal. */
    @Test
    void tellsNowAndThen() throws IOException {
        assertEquals(
                "* OK [INPROGRESS (\"a\" 2 8)] Still at it\r\n"
                        + "* OK [INPROGRESS (\"a\" 5 8)] Still at it\r\n"
                        + "* SEARCH 1 2 3 4 5 6 7 8\r\n",
                search("a", "SEARCH SUBJECT x", 4, ImapExtensions.ALL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | SORT (DATE) UTF-8 ALL | (\"a\" 3 8)",
                "a | THREAD REFERENCES UTF-8 ALL | (\"a\" 3 8)",
                "a]b | SEARCH ALL | (NIL 3 8)",
                "a | SEARCH RETURN (MIN MAX) SUBJECT y | (\"a\" 3 8)",
                "a | SEARCH RETURN (MAX) SUBJECT y | (\"a\" 3 8)",
            })
    void tellsOfWhatSearches(String tag, String command, String expected) throws IOException {
        String answer = search(tag, command, 3, ImapExtensions.ALL);
        assertEquals(
                "* OK [INPROGRESS " + expected + "] Still at it",
                answer.lines().findFirst().orElseThrow());
    }

    @Test
    void saysNothingOfShortCommandsOrUnoffered() throws IOException {
        assertEquals("* SEARCH\r\n", search("a", "SEARCH SUBJECT y", 1, ImapExtensions.ALL));
        assertEquals(
                "* SEARCH\r\n",
                search("a", "SEARCH SUBJECT y", 100, ImapExtensions.ALL.without(ImapExtension.INPROGRESS)));
    }
}
