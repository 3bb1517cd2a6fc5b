package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static waypost.protocol.imap.FetchMessages.bytes;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.SearchKey.Date.Field;
import waypost.protocol.imap.SearchKey.Date.Order;
import waypost.protocol.imap.SearchKey.Within.Age;
import waypost.protocol.imap.SequenceSet.Range;

/** Each key on a small mailbox. Messages have the UIDs 7, 17, 27, 37, 47. */
final class SearcherTest {
    private final FetchMailbox mailbox = new FetchMailbox()
            .with(bytes("""
                    Date: Tue, 31 Dec 2024 23:30:00 -0500
                    From: Smith <john@example.org>
                    To: a@example.org
                    Subject: plain
                      folded line
                    X-Empty:

                    The quick brown fox
                    """), OffsetDateTime.parse("2025-01-01T23:30:00-05:00"), "\\Seen", "\\Recent", "$Work")
            .with(bytes("""
                    Date: Wed, 1 Jan 2025 00:30:00 +0100
                    From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>
                    Subject: =?iso-8859-1?B?R3L832U=?= =?utf-8?q?_an_alle?=
                    Content-Type: text/plain; charset=utf-8
                    Content-Transfer-Encoding: quoted-printable

                    Sch=C3=B6ne Gr=C3=BC=C3=9Fe, soft br=
                    eak
                    """), OffsetDateTime.parse("2025-01-02T00:30:00+01:00"), "\\Recent")
            .with(
                    bytes(
                            "Subject: \u00c3\u0084rger\nContent-Type: text/plain; charset=koi8-r\n\n\u00f0\u00d2\u00c9\u00d7\u00c5\u00d4\n"))
            .with(bytes("""
                    Content-Type: multipart/mixed; boundary=b

                    --b
                    Content-Type: text/plain; charset=utf-16be
                    Content-Transfer-Encoding: base64

                    AEgAaQAgAHQAaABlAHIAZQ==
                    --b
                    Content-Type: application/pdf; name=report.pdf

                    hidden octets
                    --b
                    Content-Type: message/rfc822

                    Subject: forwarded thing

                    nested words
                    --b--
                    """), "\\Deleted")
            .with(bytes("\nno header, d\u00e9j\u00e0 vu\n"));

    static Stream<Arguments> recordKeys() {
        return Stream.of(
                Arguments.of(new SearchKey.All(), List.of(1, 2, 3, 4, 5)),
                Arguments.of(new SearchKey.Flag("\\Seen"), List.of(1)),
                Arguments.of(new SearchKey.Flag("\\sEEN"), List.of(1)),
                Arguments.of(new SearchKey.Flag("$work"), List.of(1)),
                Arguments.of(new SearchKey.Not(new SearchKey.Flag("\\Deleted")), List.of(1, 2, 3, 5)),
                Arguments.of(new SearchKey.Recent(), List.of(1, 2)),
                Arguments.of(
                        sequence(Numbering.SEQUENCE, new Range(4, SequenceSet.STAR), new Range(2, 1)),
                        List.of(1, 2, 4, 5)),
                Arguments.of(sequence(Numbering.SEQUENCE, new Range(9, SequenceSet.STAR)), List.of(5)),
                Arguments.of(sequence(Numbering.UID, new Range(17, 36), new Range(20, 37)), List.of(2, 3, 4)),
                Arguments.of(sequence(Numbering.UID, new Range(1000, SequenceSet.STAR)), List.of(5)),
                Arguments.of(new SearchKey.Larger(27), List.of(1, 2, 3, 4)),
                Arguments.of(new SearchKey.Smaller(28), List.of(5)));
    }

    static Stream<Arguments> dateKeys() {
        return Stream.of(
                Arguments.of(date(Field.INTERNAL, Order.ON, "2025-01-01"), List.of(1)),
                Arguments.of(date(Field.INTERNAL, Order.BEFORE, "2025-01-02"), List.of(1)),
                Arguments.of(date(Field.INTERNAL, Order.SINCE, "2025-01-02"), List.of(2, 3, 4, 5)),
                Arguments.of(date(Field.SENT, Order.ON, "2024-12-31"), List.of(1)),
                Arguments.of(date(Field.SENT, Order.BEFORE, "2025-01-01"), List.of(1)),
                Arguments.of(date(Field.SENT, Order.SINCE, "2024-12-31"), List.of(1, 2)),
                Arguments.of(date(Field.SAVED, Order.BEFORE, "2025-01-02"), List.of(1)),
                Arguments.of(date(Field.SAVED, Order.SINCE, "2025-01-03"), List.of(2, 3, 4, 5)),
                Arguments.of(date(Field.SAVED, Order.ON, "2025-01-01"), List.of(1)));
    }

    static Stream<Arguments> compoundKeys() {
        return Stream.of(
                Arguments.of(new SearchKey.And(List.of()), List.of(1, 2, 3, 4, 5)),
                Arguments.of(
                        new SearchKey.And(List.of(new SearchKey.BodyText("fox"), new SearchKey.Flag("\\Seen"))),
                        List.of(1)),
                Arguments.of(
                        new SearchKey.Or(new SearchKey.BodyText("fox"), new SearchKey.Flag("\\Deleted")),
                        List.of(1, 4)));
    }

    static Stream<Arguments> headerKeys() {
        return Stream.of(
                Arguments.of(new SearchKey.Header("from", "SMITH <"), List.of(1)),
                Arguments.of(new SearchKey.Header("From", "j\u00dcRGEN"), List.of(2)),
                Arguments.of(new SearchKey.Header("From", "=?UTF-8?Q?j"), List.of(2)),
                Arguments.of(new SearchKey.Header("Subject", "plain folded"), List.of()),
                Arguments.of(new SearchKey.Header("Subject", "plain  folded line"), List.of(1)),
                Arguments.of(new SearchKey.Header("Subject", "folded line"), List.of(1)),
                Arguments.of(new SearchKey.Header("Subject", "gr\u00fc\u00dfe an"), List.of(2)),
                Arguments.of(new SearchKey.Header("Subject", "\u00e4RGER"), List.of(3)),
                Arguments.of(new SearchKey.Header("Subject", "forwarded"), List.of()),
                Arguments.of(new SearchKey.Header("Subject", "GRU\u0308"), List.of(2)),
                Arguments.of(new SearchKey.Header("Subject", "gru"), List.of(2)),
                Arguments.of(new SearchKey.Header("x-empty", ""), List.of(1)),
                Arguments.of(new SearchKey.Header("x-empty", "x"), List.of()),
                Arguments.of(new SearchKey.Header("DATE", ""), List.of(1, 2)));
    }

    static Stream<Arguments> bodyKeys() {
        return Stream.of(
                Arguments.of(new SearchKey.BodyText("QUICK"), List.of(1)),
                Arguments.of(new SearchKey.BodyText("plain"), List.of()),
                Arguments.of(new SearchKey.BodyText("\u00f6ne gr\u00dc"), List.of(2)),
                Arguments.of(new SearchKey.BodyText("gru"), List.of(2)),
                Arguments.of(new SearchKey.BodyText("\uff31uick"), List.of(1)),
                Arguments.of(new SearchKey.BodyText("De\u0301ja\u0300"), List.of(5)),
                Arguments.of(new SearchKey.BodyText("soft break"), List.of(2)),
                Arguments.of(new SearchKey.BodyText("\u043f\u0440\u0438\u0412"), List.of(3)),
                Arguments.of(new SearchKey.BodyText("hi there"), List.of(4)),
                Arguments.of(new SearchKey.BodyText("hidden"), List.of()),
                Arguments.of(new SearchKey.BodyText("NESTED"), List.of(4)),
                Arguments.of(new SearchKey.BodyText("forwarded"), List.of(4)),
                Arguments.of(new SearchKey.BodyText("report"), List.of()),
                Arguments.of(new SearchKey.BodyText("D\u00c9J\u00c0"), List.of(5)),
                Arguments.of(new SearchKey.BodyText(""), List.of(1, 2, 3, 4, 5)),
                Arguments.of(new SearchKey.Text("report.PDF"), List.of(4)),
                Arguments.of(new SearchKey.Text("subject: plain"), List.of(1)),
                Arguments.of(new SearchKey.Text("gr\u00fc\u00dfe"), List.of(2)),
                Arguments.of(new SearchKey.Text("fox"), List.of(1)),
                Arguments.of(new SearchKey.Text("nowhere"), List.of()));
    }

    @ParameterizedTest
    @MethodSource({"recordKeys", "dateKeys", "compoundKeys", "headerKeys", "bodyKeys"})
    void findsAndNegates(SearchKey key, List<Integer> expected) throws IOException {
        for (int slice : new int[] {1, 2, 3, 1 << 17}) {
            mailbox.sliceSize = slice;
            assertEquals(expected, mailbox.searcher().search(key));
        }
        List<Integer> others =
                Stream.of(1, 2, 3, 4, 5).filter(n -> !expected.contains(n)).toList();
        assertEquals(others, mailbox.searcher().search(new SearchKey.Not(key)));
    }

    @Test
    void asksTheCheapKeyFirst() throws IOException {
        SearchKey seen = new SearchKey.Flag("\\Seen");
        SearchKey dear = new SearchKey.Or(new SearchKey.Text("x"), new SearchKey.BodyText("y"));
        mailbox.searcher().search(new SearchKey.And(List.of(dear, seen)));
        assertEquals(1, mailbox.contentsAsked);
        mailbox.searcher().search(new SearchKey.Or(dear, new SearchKey.Not(seen)));
        assertEquals(2, mailbox.contentsAsked);
    }

    /** To the second, whatever the zone (RFC 5032 §2). */
    @Test
    void findsWhatIsOlderAndYounger() throws IOException {
        FetchMailbox ages = new FetchMailbox()
                .with(bytes("\n"), FetchMailbox.DATE.minusSeconds(61))
                .with(bytes("\n"), FetchMailbox.DATE.minusSeconds(60).withOffsetSameInstant(ZoneOffset.ofHours(9)))
                .with(bytes("\n"), FetchMailbox.DATE.minusSeconds(59))
                .with(bytes("\n"), FetchMailbox.DATE.plusDays(1));
        assertEquals(List.of(1, 2), ages.searcher().search(new SearchKey.Within(Age.OLDER, 60)));
        assertEquals(List.of(2, 3, 4), ages.searcher().search(new SearchKey.Within(Age.YOUNGER, 60)));
        assertEquals(List.of(), ages.searcher().search(new SearchKey.Within(Age.OLDER, 0xFFFF_FFFFL)));
    }

    @Test
    void looksForTheEndsFromTheEnds() throws IOException {
        Searcher searcher = mailbox.searcher();
        SearchKey dated = new SearchKey.Header("Date", "");
        assertEquals(List.of(1), searcher.ends(dated, 1, 0));
        assertEquals(1, mailbox.contentsAsked);
        assertEquals(List.of(2), searcher.ends(dated, 0, 1));
        assertEquals(5, mailbox.contentsAsked);
        assertEquals(List.of(1, 2), searcher.ends(dated, 1, 1));
        assertEquals(List.of(3), searcher.ends(new SearchKey.Text("\u00c4rger"), 1, 1));
        assertEquals(List.of(), searcher.ends(new SearchKey.Text("nowhere"), 1, 1));
    }

    @Test
    void readsLargeBodiesInPiecesUpToTheMatch() throws IOException {
        FetchMailbox large =
                new FetchMailbox().with(bytes("Subject: x\n\n" + "y".repeat(150_000) + "z" + "y".repeat(1_000_000)));
        assertEquals(List.of(1), large.searcher().search(new SearchKey.BodyText("Zy")));
        assertTrue(large.largestRead <= 1 << 17, "at once " + large.largestRead);
        assertTrue(large.octetsRead < 300_000, "in all " + large.octetsRead);
    }

    /** As many keys as a command line of 64 KiB holds. */
    @Test
    void keysAreSmall() throws IOException {
        List<SearchKey> keys = new ArrayList<>(Collections.nCopies(9_300, new SearchKey.BodyText("o")));
        keys.add(new SearchKey.BodyText("nowhere"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Searcher searcher = mailbox.searcher();
        mailbox.messages.subList(1, 5).clear();
        assertEquals(List.of(), searcher.search(new SearchKey.And(keys)));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 100_000_000, () -> "octets: " + allocated);
    }

    @Test
    void leavesOutWhatIsGone() throws IOException {
        mailbox.gone.add(1);
        assertEquals(List.of(), mailbox.searcher().search(new SearchKey.BodyText("fox")));
        assertEquals(List.of(2, 3, 4, 5), mailbox.searcher().search(new SearchKey.Not(new SearchKey.BodyText("fox"))));
        assertEquals(List.of(1, 2, 3, 4, 5), mailbox.searcher().search(new SearchKey.All()));
    }

    @Test
    void anEmptyMailboxHasNothing() throws IOException {
        Searcher searcher = new FetchMailbox().searcher();
        assertEquals(List.of(), searcher.search(new SearchKey.All()));
        assertEquals(List.of(), searcher.search(sequence(Numbering.UID, new Range(1, SequenceSet.STAR))));
    }

    private static SearchKey sequence(Numbering numbering, Range... ranges) {
        return new SearchKey.Sequence(numbering, new SequenceSet.Numbers(List.of(ranges)));
    }

    private static SearchKey date(Field field, Order order, String date) {
        return new SearchKey.Date(field, order, LocalDate.parse(date));
    }
}
