package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static waypost.protocol.imap.FetchMessages.bytes;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.message.UnicodeCasemap;
import waypost.protocol.imap.SortCriterion.Direction;
import waypost.protocol.imap.SortCriterion.Key;

/** Each criterion on a small mailbox. */
final class SorterTest {
    private final FetchMailbox mailbox = new FetchMailbox()
            .with(bytes("""
                    Date: Sun, 31 Dec 2000 16:01:33 -0800
                    From: Zoe <carl@b.example>
                    To: =?utf-8?q?=C3=84nne?= <x@example>
                    Cc: b@example, a@example
                    Subject: Re: beta

                    x
                    """), FetchMailbox.DATE.minusDays(3))
            .with(bytes("""
                    Date: Sun, 31 Dec 2000 23:30:00 +0000
                    From: bert@a.example
                    To: friends: ann@example;
                    Cc: B@example
                    Subject: =?utf-8?q?=C3=84lpha?=

                    x and something more
                    """), FetchMailbox.DATE.minusDays(1))
            .with(bytes("Subject: [list] BETA (fwd)\nFrom: \"\" <Anna@c.example>\n\n"), FetchMailbox.DATE.minusDays(2))
            .with(bytes("\nnothing\n"), FetchMailbox.DATE.minusDays(2));

    static Stream<Arguments> orders() {
        return Stream.of(
                Arguments.of(Key.ARRIVAL, List.of(1, 3, 4, 2)),
                Arguments.of(Key.DATE, List.of(2, 1, 3, 4)),
                Arguments.of(Key.CC, List.of(3, 4, 1, 2)),
                Arguments.of(Key.FROM, List.of(4, 3, 2, 1)),
                Arguments.of(Key.TO, List.of(3, 4, 2, 1)),
                Arguments.of(Key.SUBJECT, List.of(4, 2, 1, 3)),
                Arguments.of(Key.DISPLAYFROM, List.of(4, 3, 2, 1)),
                Arguments.of(Key.DISPLAYTO, List.of(3, 4, 1, 2)));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void sorts(Key key, List<Integer> expected) throws IOException {
        assertEquals(expected, sorted(new SortCriterion(key, Direction.ASCENDING)));
    }

    /** RFC 5256 §BASE.6.4.SORT: REVERSE does not reverse what the criteria leave open. */
    @Test
    void reversesOneCriterion() throws IOException {
        assertEquals(List.of(1, 3, 2, 4), sorted(new SortCriterion(Key.SUBJECT, Direction.REVERSE)));
        assertEquals(
                List.of(4, 2, 3, 1),
                sorted(
                        new SortCriterion(Key.SUBJECT, Direction.ASCENDING),
                        new SortCriterion(Key.DATE, Direction.REVERSE)));
        assertEquals(
                List.of(1, 3, 2, 4),
                sorted(
                        new SortCriterion(Key.SUBJECT, Direction.REVERSE),
                        new SortCriterion(Key.SUBJECT, Direction.ASCENDING)));
    }

    @Test
    void readsEnvelopesAtMost() throws IOException {
        sorted(new SortCriterion(Key.SIZE, Direction.ASCENDING), new SortCriterion(Key.ARRIVAL, Direction.ASCENDING));
        assertEquals(0, mailbox.contentsAsked);
        sorted(new SortCriterion(Key.SUBJECT, Direction.ASCENDING), new SortCriterion(Key.DATE, Direction.ASCENDING));
        assertEquals(4, mailbox.contentsAsked);
        assertEquals(0, mailbox.octetsRead);
    }

    @Test
    void leavesOutWhatIsGone() throws IOException {
        mailbox.gone.add(2);
        assertEquals(List.of(1, 3, 4), sorted(new SortCriterion(Key.DATE, Direction.ASCENDING)));
    }

    /** RFC 5051 §2: titlecase, then decomposition; the order is that of UTF-8. */
    @Test
    void comparesByUnicodeCasemap() {
        assertEquals("Dz\u00cc\u008c", UnicodeCasemap.prepare("\u01c4")); // its example
        assertEquals("AB", UnicodeCasemap.prepare("\ud835\udc00\ud835\udc01"));
        assertEquals(UnicodeCasemap.prepare("\u1112\u1161\u11ab"), UnicodeCasemap.prepare("\ud55c"));
        assertEquals(UnicodeCasemap.prepare("\u00e4\uff21"), UnicodeCasemap.prepare("A\u0308a"));
        assertTrue(UnicodeCasemap.prepare("\uffee").compareTo(UnicodeCasemap.prepare("\ud83d\ude00")) < 0);
        assertTrue(UnicodeCasemap.prepare("z").compareTo(UnicodeCasemap.prepare("\u0416")) < 0);
        assertTrue(UnicodeCasemap.prepare("_").compareTo(UnicodeCasemap.prepare("z")) > 0);
    }

    private List<Integer> sorted(SortCriterion... criteria) throws IOException {
        return new Sorter(mailbox, new Relevancies()).sort(List.of(1, 2, 3, 4), List.of(criteria));
    }
}
