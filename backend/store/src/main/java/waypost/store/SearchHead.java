package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the search index of an account consists of.
 *
 * @param reach all items up to this one have been looked at
 * @param next id of the next segment; ids are not used again
 * @param segments by the items in them: those of one are all before those of the next
 */
record SearchHead(long reach, int next, List<Segment> segments) {
    static final SearchHead EMPTY = new SearchHead(0, 1, List.of());

    /** Grams that another release or another Java reads elsewhere in a text are no use: either has other tables of case and charsets. */
    private static final int VERSION =
            GramText.VERSION << 16 | Runtime.version().feature();

    SearchHead {
        segments = List.copyOf(segments);
    }

    /**
     * An immutable part of the index: some items, and of each gram which of these have it.
     *
     * @param bits logarithm of the number of its buckets; a gram is in the one of its first bits
     * @param octets of all buckets
     */
    record Segment(int id, int items, int bits, long octets) {
        int buckets() {
            return 1 << bits;
        }

        int bucket(int gram) {
            return gram >>> GramRun.BITS - bits;
        }

        /** The least gram that may be in the bucket. */
        int base(int bucket) {
            return bucket << GramRun.BITS - bits;
        }
    }

    /** Items in the index, those that are gone by now included. */
    long items() {
        return segments.stream().mapToLong(Segment::items).sum();
    }

    /** Whether there is an index, of whatever version: only accounts that are searched have one. */
    static boolean exists(Table table, long account) throws IOException {
        return table.get(Family.TERMS, SearchKeys.head(account)).isPresent();
    }

    /** Empty where there is none of this version. */
    static Optional<SearchHead> read(Table table, long account) throws IOException {
        Optional<byte[]> value = table.get(Family.TERMS, SearchKeys.head(account));
        try {
            return value.isEmpty() ? Optional.empty() : read(new RecordReader(ByteBuffer.wrap(value.get())));
        } catch (RecordReader.Malformed damaged) {
            return Optional.empty();
        }
    }

    private static Optional<SearchHead> read(RecordReader in) throws RecordReader.Malformed {
        if (in.number32() != VERSION) {
            return Optional.empty();
        }
        long reach = in.number();
        int next = in.number32();
        List<Segment> segments = new ArrayList<>();
        while (in.hasMore()) {
            segments.add(new Segment(in.number32(), in.number32(), in.size(GramRun.BITS), in.number()));
        }
        return Optional.of(new SearchHead(reach, next, segments));
    }

    byte[] bytes() {
        RecordWriter out = new RecordWriter();
        out.number(VERSION);
        out.number(reach);
        out.number(next);
        for (Segment segment : segments) {
            out.number(segment.id());
            out.number(segment.items());
            out.number(segment.bits());
            out.number(segment.octets());
        }
        return out.bytes();
    }
}
