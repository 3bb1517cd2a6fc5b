package waypost.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** UIDs from the first to the last, both included. */
public record UidRange(long first, long last) {

    /** The fewest ranges of these growing UIDs, in their order. */
    static List<UidRange> of(Iterable<Long> growing) {
        List<UidRange> ranges = new ArrayList<>();
        long first = 0;
        long last = -1;
        for (long uid : growing) {
            if (last >= first && uid != last + 1) {
                ranges.add(new UidRange(first, last));
            }
            first = last >= first && uid == last + 1 ? first : uid;
            last = uid;
        }
        if (last >= first) {
            ranges.add(new UidRange(first, last));
        }
        return List.copyOf(ranges);
    }

    /** The fewest ranges of the UIDs that are in any of these, growing. */
    static List<UidRange> union(List<UidRange> ranges) {
        List<UidRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(UidRange::first));
        List<UidRange> union = new ArrayList<>();
        for (UidRange next : sorted) {
            if (!union.isEmpty() && next.first() <= union.getLast().last() + 1) {
                UidRange joined = union.removeLast();
                union.add(new UidRange(joined.first(), Math.max(joined.last(), next.last())));
            } else {
                union.add(next);
            }
        }
        return List.copyOf(union);
    }

    /** Each as its distance from the one before it and its length: two octets for most. */
    static void write(RecordWriter out, List<UidRange> growing) {
        out.number(growing.size());
        long end = 0;
        for (UidRange range : growing) {
            out.number(range.first() - end);
            out.number(range.last() - range.first());
            end = range.last();
        }
    }

    static List<UidRange> read(RecordReader in) throws RecordReader.Malformed {
        List<UidRange> ranges = new ArrayList<>();
        long end = 0;
        for (int left = in.number32(); left > 0; left--) {
            long first = end + in.number();
            end = first + in.number();
            ranges.add(new UidRange(first, end));
        }
        return List.copyOf(ranges);
    }
}
