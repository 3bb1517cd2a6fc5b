package waypost.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongConsumer;

/** Ascending item numbers, kept as runs without gaps. The place of a number among them is its ordinal, from 0. Immutable. */
final class ItemRuns {
    private final long[] starts;
    private final int[] lengths;
    private final int size;

    private ItemRuns(long[] starts, int[] lengths, int size) {
        this.starts = starts;
        this.lengths = lengths;
        this.size = size;
    }

    /** @param items ascending, each once, at most {@code count} of them */
    static ItemRuns of(long[] items, int count) {
        long[] starts = new long[count];
        int[] lengths = new int[count];
        int runs = 0;
        for (int i = 0; i < count; i++) {
            if (i > 0 && items[i] == items[i - 1] + 1) {
                lengths[runs - 1]++;
            } else {
                starts[runs] = items[i];
                lengths[runs++] = 1;
            }
        }
        return new ItemRuns(Arrays.copyOf(starts, runs), Arrays.copyOf(lengths, runs), count);
    }

    int size() {
        return size;
    }

    long first() {
        return starts[0];
    }

    long last() {
        return starts[starts.length - 1] + lengths[lengths.length - 1] - 1;
    }

    /** In ascending order. */
    void forEach(LongConsumer each) {
        for (int run = 0; run < starts.length; run++) {
            for (int i = 0; i < lengths[run]; i++) {
                each.accept(starts[run] + i);
            }
        }
    }

    long[] toArray() {
        long[] items = new long[size];
        int[] count = {0};
        forEach(item -> items[count[0]++] = item);
        return items;
    }

    byte[] bytes() {
        RecordWriter out = new RecordWriter();
        out.number(starts.length);
        long end = 0;
        for (int run = 0; run < starts.length; run++) {
            out.number(starts[run] - end);
            out.number(lengths[run]);
            end = starts[run] + lengths[run];
        }
        return out.bytes();
    }

    static ItemRuns read(byte[] bytes) throws RecordReader.Malformed {
        RecordReader in = new RecordReader(ByteBuffer.wrap(bytes));
        long[] starts = new long[in.size(bytes.length)];
        int[] lengths = new int[starts.length];
        long end = 0;
        int size = 0;
        for (int run = 0; run < starts.length; run++) {
            starts[run] = end + in.number();
            lengths[run] = in.number32();
            end = starts[run] + lengths[run];
            size += lengths[run];
        }
        return new ItemRuns(starts, lengths, size);
    }
}
