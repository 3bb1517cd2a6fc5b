package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static waypost.protocol.imap.FetchMessages.bytes;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import waypost.protocol.imap.ImapCommand.Thread.Algorithm;
import waypost.protocol.imap.SearchKey.Date.Field;
import waypost.protocol.imap.SearchKey.Date.Order;
import waypost.protocol.imap.SortCriterion.Direction;
import waypost.protocol.imap.SortCriterion.Key;

/** What SEARCH, SORT and THREAD read of the messages of a mailbox. */
final class SearchCostTest {
    private static final int MESSAGES = 1000;

    private final FetchMailbox mailbox = new FetchMailbox();

    SearchCostTest() {
        for (int i = 1; i <= MESSAGES; i++) {
            mailbox.with(bytes("""
                    Date: Tue, 31 Dec 2024 23:30:00 -0500
                    From: Sender %d <s%d@example.org>
                    Subject: report %d
                    Message-ID: <%d@example.org>
                    References: <%d@example.org>

                    The quick brown fox
                    """.formatted(i, i, i, i, i / 2)));
        }
    }

    @Test
    void sortReadsNoOctets() throws IOException {
        List<Integer> all = IntStream.rangeClosed(1, MESSAGES).boxed().toList();
        for (Key key : Key.values()) {
            List<SortCriterion> criteria = List.of(
                    new SortCriterion(key, Direction.REVERSE), new SortCriterion(Key.SIZE, Direction.ASCENDING));
            assertEquals(
                    MESSAGES,
                    new Sorter(mailbox, new Relevancies()).sort(all, criteria).size());
        }
        assertEquals(0, mailbox.octetsRead);
    }

    @Test
    void sortByWhatIsKnownWithoutReadingReadsNothing() throws IOException {
        List<Integer> all = IntStream.rangeClosed(1, MESSAGES).boxed().toList();
        for (Key key : List.of(Key.ARRIVAL, Key.SIZE)) {
            new Sorter(mailbox, new Relevancies()).sort(all, List.of(new SortCriterion(key, Direction.ASCENDING)));
        }
        assertEquals(0, mailbox.contentsAsked);
    }

    @Test
    void threadReadsNoOctets() throws IOException {
        List<Integer> all = IntStream.rangeClosed(1, MESSAGES).boxed().toList();
        for (Algorithm algorithm : Algorithm.values()) {
            new Threader(mailbox).threads(algorithm, all);
        }
        assertEquals(0, mailbox.octetsRead);
    }

    @Test
    void sentDatesNeedNoOctetsAndFieldsNoBodies() throws IOException {
        assertEquals(
                MESSAGES,
                mailbox.searcher()
                        .search(new SearchKey.Date(Field.SENT, Order.SINCE, LocalDate.of(2024, 1, 1)))
                        .size());
        assertEquals(0, mailbox.octetsRead);
        mailbox.searcher().search(new SearchKey.Header("Subject", "report"));
        assertEquals(0, mailbox.bodyOctetsRead);
    }

    @Test
    void messagesThatCannotMatchAreNotRead() throws IOException {
        mailbox.mayMatch = number -> number == 3 || number == 500;
        for (SearchKey key : List.of(
                new SearchKey.BodyText("fox"),
                new SearchKey.Text("fox"),
                new SearchKey.Header("Subject", "report"),
                new SearchKey.Header("From", "sender"))) {
            mailbox.contentsAsked = 0;
            mailbox.indexAsked = 0;
            assertEquals(List.of(3, 500), mailbox.searcher().search(key));
            assertEquals(2, mailbox.contentsAsked);
            assertEquals(1, mailbox.indexAsked);
        }
        List<Integer> others = mailbox.searcher().search(new SearchKey.Not(new SearchKey.BodyText("fox")));
        assertEquals(MESSAGES - 2, others.size());
    }

    @Test
    void theIndexIsAskedOfAllTextsBeforeAMessageIsReadAndNotAtAllInVain() throws IOException {
        mailbox.mayMatch = number -> false;
        SearchKey texts = new SearchKey.And(List.of(new SearchKey.BodyText("fox"), new SearchKey.BodyText("dog")));
        assertEquals(List.of(), mailbox.searcher().search(texts));
        assertEquals(0, mailbox.contentsAsked);
        mailbox.indexAsked = 0;
        SearchKey seen = new SearchKey.And(List.of(new SearchKey.BodyText("fox"), new SearchKey.Flag("\\Seen")));
        assertEquals(List.of(), mailbox.searcher().search(seen));
        assertEquals(0, mailbox.indexAsked);
    }
}
