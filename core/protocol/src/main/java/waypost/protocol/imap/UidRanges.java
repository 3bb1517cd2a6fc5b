package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import waypost.protocol.imap.SequenceSet.Range;

/** A set of UIDs, as growing ranges with gaps between them. Immutable. */
record UidRanges(List<Range> ranges) {
    UidRanges {
        ranges = List.copyOf(ranges);
    }

    /**
     * The numbers of a sequence set.
     *
     * @param star what the star stands for
     */
    static UidRanges of(List<Range> written, long star) {
        List<Range> sorted = new ArrayList<>();
        for (Range range : written) {
            long one = range.first() == SequenceSet.STAR ? star : range.first();
            long other = range.last() == SequenceSet.STAR ? star : range.last();
            sorted.add(new Range(Math.min(one, other), Math.max(one, other)));
        }
        sorted.sort(Comparator.comparingLong(Range::first));
        List<Range> joined = new ArrayList<>();
        for (Range next : sorted) {
            if (!joined.isEmpty() && next.first() <= joined.getLast().last() + 1) {
                Range last = joined.removeLast();
                joined.add(new Range(last.first(), Math.max(last.last(), next.last())));
            } else {
                joined.add(next);
            }
        }
        return new UidRanges(joined);
    }

    /** All from the one UID to the other, both included; none when the other is smaller. */
    static UidRanges between(long first, long last) {
        return new UidRanges(first <= last ? List.of(new Range(first, last)) : List.of());
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    UidRanges and(UidRanges other) {
        List<Range> both = new ArrayList<>();
        int at = 0;
        for (Range range : ranges) {
            while (at < other.ranges.size() && other.ranges.get(at).last() < range.first()) {
                at++;
            }
            for (int i = at; i < other.ranges.size() && other.ranges.get(i).first() <= range.last(); i++) {
                Range met = other.ranges.get(i);
                both.add(new Range(Math.max(range.first(), met.first()), Math.min(range.last(), met.last())));
            }
        }
        return new UidRanges(both);
    }

    /** Those that no message of the mailbox has, as its session sees it. */
    UidRanges missingFrom(SelectedMailbox mailbox) {
        List<Range> missing = new ArrayList<>();
        for (Range range : ranges) {
            long from = range.first();
            for (int number = MessageNumbers.firstFrom(mailbox, from);
                    number <= mailbox.size() && mailbox.uid(number) <= range.last();
                    number++) {
                long uid = mailbox.uid(number);
                if (uid > from) {
                    missing.add(new Range(from, uid - 1));
                }
                from = uid + 1;
            }
            if (from <= range.last()) {
                missing.add(new Range(from, range.last()));
            }
        }
        return new UidRanges(missing);
    }

    /** uid-set of RFC 4315 §4. */
    @Override
    public String toString() {
        StringBuilder set = new StringBuilder();
        for (Range range : ranges) {
            set.append(set.isEmpty() ? "" : ",").append(range.first());
            if (range.last() > range.first()) {
                set.append(':').append(range.last());
            }
        }
        return set.toString();
    }
}
