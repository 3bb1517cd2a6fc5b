package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.imap.PartialRange.End;
import waypost.protocol.imap.SearchReturn.Extended;
import waypost.protocol.imap.SearchReturn.Item;
import waypost.protocol.imap.SearchReturn.Saving;
import waypost.protocol.imap.SearchReturn.Updating;

class SearchReturnTest {
    private static ImapCommand parse(String command) {
        return ImapParser.parse(("t1 " + command).getBytes(StandardCharsets.ISO_8859_1), ImapExtensions.ALL)
                .command();
    }

    private static Extended returns(String options) {
        ImapCommand.Search search = assertInstanceOf(ImapCommand.Search.class, parse("SEARCH " + options + " ALL"));
        return assertInstanceOf(Extended.class, search.returns());
    }

    @Test
    void items() {
        assertEquals(
                new SearchReturn.Plain(),
                assertInstanceOf(ImapCommand.Search.class, parse("SEARCH ALL")).returns());
        assertEquals(new Extended(Set.of(Item.ALL), Saving.KEEP), returns("RETURN ()"));
        assertEquals(
                new Extended(Set.of(Item.MIN, Item.MAX, Item.COUNT), Saving.KEEP),
                returns("return (Max COUNT min) CHARSET UTF-8 1:*"));
        assertEquals(new Extended(Set.of(), Saving.SAVE), returns("RETURN (SAVE)"));
        assertEquals(new Extended(Set.of(Item.MAX), Saving.SAVE), returns("RETURN (MAX SAVE) $"));
        ImapCommand.Search search =
                assertInstanceOf(ImapCommand.Search.class, parse("SEARCH RETURN (ALL) HEADER RETURN x"));
        assertEquals(new SearchKey.Header("RETURN", "x"), search.key());
    }

    /** RFC 5267 §4. */
    @Test
    void contexts() {
        assertEquals(
                new Updating.Update(List.of()),
                returns("RETURN (COUNT Update CONTEXT)").updating());
        assertEquals(new Updating.Once(), returns("RETURN (CONTEXT)").updating());
        assertEquals(new ImapCommand.CancelUpdate(List.of("a 1", "b")), parse("CANCELUPDATE \"a 1\" \"b\""));
    }

    /** RFC 5465 §8, and as the example of its §7 has it. */
    @Test
    void contextsThatFetch() {
        Updating.Update wanted = new Updating.Update(List.of(new FetchItem.Uid(), new FetchItem.Flags()));
        assertEquals(wanted, returns("RETURN (Update(UID Flags) COUNT)").updating());
        assertEquals(wanted, returns("RETURN (COUNT UPDATE (UID FLAGS UID))").updating());
        assertInstanceOf(ImapCommand.Malformed.class, parse("SEARCH RETURN (UPDATE ()) ALL"));
        assertInstanceOf(ImapCommand.Malformed.class, parse("SEARCH RETURN (UPDATE (FAST)) ALL"));
    }

    @Test
    void partial() {
        PartialRange range = new PartialRange(End.FIRST, 500, 1);
        assertEquals(
                new Extended(Set.of(Item.MIN), Optional.of(range), Saving.SAVE, new Updating.Once()),
                returns("RETURN (MIN Partial 500:1 SAVE)"));
        assertEquals("500:1", range.toString());
        PartialRange last = new PartialRange(End.LAST, 1, 100);
        assertEquals(Optional.of(last), returns("RETURN (PARTIAL -1:-100)").partial());
        assertEquals("-1:-100", last.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEARCH RETURN (PARTIAL) ALL",
                "SORT RETURN (UPDATE) (DATE) UTF-8 ALL",
                "SORT RETURN (CONTEXT) (DATE) UTF-8 ALL",
                "CANCELUPDATE",
                "CANCELUPDATE a",
                "CANCELUPDATE {1+}\r\na",
                "SEARCH RETURN (PARTIAL 1) ALL",
                "SEARCH RETURN (PARTIAL 0:1) ALL",
                "SEARCH RETURN (PARTIAL -1:1) ALL",
                "SEARCH RETURN (PARTIAL 1:-1) ALL",
                "SEARCH RETURN (PARTIAL 1:2 PARTIAL 3:4) ALL",
                "SEARCH RETURN (ALL PARTIAL 1:2) ALL",
                "SORT RETURN (PARTIAL 1:2 ALL) (DATE) UTF-8 ALL",
                "SEARCH RETURN (PARTIAL 1:2 PARTIAL -1:-2) ALL"
            })
    void malformed(String command) {
        assertInstanceOf(ImapCommand.Malformed.class, parse(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIRST | 1 | 3 | 1 2 3",
                "FIRST | 5 | 4 | 4 5",
                "FIRST | 4 | 9 | 4 5",
                "FIRST | 6 | 9 | ''",
                "FIRST | 4294967295 | 4294967295 | ''",
                "LAST | 1 | 1 | 5",
                "LAST | 3 | 2 | 3 4",
                "LAST | 4 | 4294967295 | 1 2",
                "LAST | 6 | 7 | ''",
            })
    void takesAPiece(End end, long first, long last, String expected) {
        List<String> results = List.of("1", "2", "3", "4", "5");
        assertEquals(expected, String.join(" ", new PartialRange(end, first, last).of(results)));
    }

    /** RFC 9394 §3.2, table 1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PARTIAL 2:3 | 2 3",
                "PARTIAL 2:3 MIN | 2 3 1",
                "PARTIAL -1:-2 MAX | 5 6",
                "PARTIAL 2:3 MIN MAX | 2 3 1 6",
                "PARTIAL 2:3 COUNT MIN | 1 2 3 4 5 6",
                "MIN | 1",
                "ALL MIN | 1 2 3 4 5 6",
                "SAVE | 1 2 3 4 5 6",
                "PARTIAL 9:10 | ''",
            })
    void knowsWhatItIsAbout(String options, String expected) {
        List<String> results = List.of("1", "2", "3", "4", "5", "6");
        assertEquals(
                expected, String.join(" ", returns("RETURN (" + options + ")").concerned(results)));
    }

    /** What only asks for ends is answered from ends alone, and the answer is the same. */
    @Test
    void looksNoFartherThanItMust() throws IOException {
        FetchMailbox mailbox = new FetchMailbox();
        for (int i = 0; i < 40; i++) {
            mailbox.with(FetchMessages.bytes("Subject: " + (i % 3 == 0 ? "x" : "y") + "\n\n"));
        }
        SearchKey key = new SearchKey.Header("SUBJECT", "x");
        List<Integer> all = IntStream.iterate(1, number -> number <= 40, number -> number + 3)
                .boxed()
                .toList();
        for (String options : List.of(
                "PARTIAL 1:3", "PARTIAL 2:2 MAX", "PARTIAL -1:-2", "PARTIAL -13:-14 MIN", "PARTIAL 10:20", "MIN MAX")) {
            Extended asked = returns("RETURN (" + options + ")");
            mailbox.contentsAsked = 0;
            List<Integer> ends = mailbox.searcher().ends(key, asked.reach(End.FIRST), asked.reach(End.LAST));
            SearchAnswer answer = new SearchAnswer("a", "SEARCH", ImapCommand.Numbering.UID, Optional.empty(), true);
            Relevancies none = new Relevancies();
            assertEquals(answer.of(asked, all, mailbox, none), answer.of(asked, ends, mailbox, none));
            assertEquals(asked.concerned(all), asked.concerned(ends));
            boolean reachesFar = options.contains("13") || options.contains("20");
            assertEquals(reachesFar, mailbox.contentsAsked > 20, options + " read " + mailbox.contentsAsked);
        }
    }
}
