package waypost.protocol.imap;

import java.util.List;

/** RFC 3501 §9 sequence-set, as written: ranges may overlap and run backwards; {@link #STAR} is the largest number in use. */
public record SequenceSet(List<Range> ranges) {
    public static final long STAR = -1;

    /** Both ends included. Numbers are 1 to 2^32-1, or {@link #STAR}. */
    public record Range(long first, long last) {}

    public SequenceSet {
        ranges = List.copyOf(ranges);
    }

    /** Whether the number is in the set, where {@code *} stands for {@code largest}. */
    public boolean contains(long number, long largest) {
        for (Range range : ranges) {
            long first = range.first == STAR ? largest : range.first;
            long last = range.last == STAR ? largest : range.last;
            if (number >= Math.min(first, last) && number <= Math.max(first, last)) {
                return true;
            }
        }
        return false;
    }
}
