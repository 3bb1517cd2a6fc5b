package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.imap.FetchItem.BodySection.Seen;
import waypost.protocol.imap.FetchItem.Partial;

/** What extensions add to FETCH. */
class FetchGrammarTest {
    private static ImapCommand parse(String command) {
        return ImapParser.parse(("t1 " + command).getBytes(StandardCharsets.ISO_8859_1), ImapExtensions.ALL)
                .command();
    }

    private static List<FetchItem> fetch(String items) {
        return assertInstanceOf(ImapCommand.Fetch.class, parse("FETCH 1 " + items))
                .items();
    }

    @Test
    void binary() {
        assertEquals(
                List.of(
                        new FetchItem.Binary(Seen.SET, List.of(), Optional.empty()),
                        new FetchItem.Binary(Seen.PEEK, List.of(1, 2), Optional.of(new Partial(3, 4))),
                        new FetchItem.BinarySize(List.of(5))),
                fetch("(BINARY[] binary.peek[1.2]<3.4> Binary.Size[5])"));
    }

    @Test
    void preview() {
        List<FetchItem> preview = List.of(new FetchItem.Preview(FetchItem.Preview.Priority.PROMPT));
        List<FetchItem> lazy = List.of(new FetchItem.Preview(FetchItem.Preview.Priority.LAZY));
        assertEquals(preview, fetch("PREVIEW"));
        assertEquals(lazy, fetch("preview (lazy LAZY)"));
        assertEquals(preview, fetch("PREVIEW (CHANGEDSINCE 1)"));
        assertEquals(lazy, fetch("PREVIEW (LAZY) (CHANGEDSINCE 1)"));
        assertEquals(List.of(lazy.getFirst(), new FetchItem.Uid()), fetch("(PREVIEW (LAZY) UID)"));
    }

    @Test
    void saveDate() {
        assertEquals(List.of(new FetchItem.SaveDate()), fetch("SaveDate"));
    }

    @Test
    void objectIds() {
        assertEquals(List.of(new FetchItem.EmailId(), new FetchItem.ThreadId()), fetch("(EmailId THREADID)"));
        assertEquals(new SearchKey.EmailId("M-_a1"), search("emailid M-_a1"));
        assertEquals(new SearchKey.ThreadId("T1"), search("THREADID T1"));
    }

    private static SearchKey search(String key) {
        return assertInstanceOf(ImapCommand.Search.class, parse("SEARCH " + key))
                .key();
    }

    @Test
    void partial() {
        PartialRange last = new PartialRange(PartialRange.End.LAST, 1, 30);
        for (String modifiers : List.of("(PARTIAL -1:-30 CHANGEDSINCE 9)", "(changedsince 9 partial -1:-30)")) {
            ImapCommand.Fetch fetch =
                    assertInstanceOf(ImapCommand.Fetch.class, parse("UID FETCH 1:* UID " + modifiers));
            assertEquals(Optional.of(last), fetch.partial());
            assertEquals(OptionalLong.of(9), fetch.changedSince());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEARCH EMAILID",
                "SEARCH EMAILID M+1",
                "SEARCH EMAILID \"M1\"",
                "SEARCH THREADID (T1)",
                "FETCH 1:* UID (PARTIAL 1:2)",
                "UID FETCH 1:* UID (PARTIAL 1)",
                "UID FETCH 1:* UID (PARTIAL 1:-2)",
                "UID FETCH 1:* UID (PARTIAL -1:2)",
                "UID FETCH 1:* UID (PARTIAL 0:2)",
                "UID FETCH 1:* UID (PARTIAL 1:*)",
                "UID FETCH 1:* UID (PARTIAL 1:2 PARTIAL 3:4)",
                "UID FETCH 1:* UID (CHANGEDSINCE 1 CHANGEDSINCE 1)",
                "UID FETCH 1:* UID (OTHER)",
                "FETCH 1 BINARY",
                "FETCH 1 BINARY[1.]",
                "FETCH 1 BINARY[0]",
                "FETCH 1 BINARY[1.MIME]",
                "FETCH 1 BINARY.SIZE[1]<0.1>",
                "FETCH 1 PREVIEW(LAZY)",
                "FETCH 1 PREVIEW ()",
                "FETCH 1 PREVIEW (EAGER)",
                "FETCH 1 (PREVIEW (LAZY)",
                "FETCH 1 PREVIEW (LAZYUID)"
            })
    void malformed(String command) {
        assertInstanceOf(ImapCommand.Malformed.class, parse(command));
    }
}
