package waypost.protocol.imap;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import waypost.protocol.imap.SequenceSet.Range;

/** Ranges of a sequence set made ready for many questions: sorted ranges that do not overlap. */
final class SearchNumbers {
    private final long[] firsts;
    private final long[] lasts;

    private SearchNumbers(long[] firsts, long[] lasts) {
        this.firsts = firsts;
        this.lasts = lasts;
    }

    /** {@code *} stands for {@code largest}. */
    static SearchNumbers of(List<Range> ranges, long largest) {
        List<Range> sorted = ranges.stream()
                .map(range -> resolved(range, largest))
                .sorted(Comparator.comparingLong(Range::first))
                .toList();
        long[] firsts = new long[sorted.size()];
        long[] lasts = new long[sorted.size()];
        int count = 0;
        for (Range range : sorted) {
            if (count > 0 && range.first() <= lasts[count - 1]) {
                lasts[count - 1] = Math.max(lasts[count - 1], range.last());
            } else {
                firsts[count] = range.first();
                lasts[count++] = range.last();
            }
        }
        return new SearchNumbers(Arrays.copyOf(firsts, count), Arrays.copyOf(lasts, count));
    }

    boolean contains(long number) {
        int found = Arrays.binarySearch(firsts, number);
        int before = found >= 0 ? found : -found - 2;
        return before >= 0 && number <= lasts[before];
    }

    private static Range resolved(Range range, long largest) {
        long first = range.first() == SequenceSet.STAR ? largest : range.first();
        long last = range.last() == SequenceSet.STAR ? largest : range.last();
        return new Range(Math.min(first, last), Math.max(first, last));
    }
}
