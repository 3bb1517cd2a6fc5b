package waypost.store;

import java.io.IOException;

/**
 * Writer of one segment. A bucket is a run of grams, each as its distance from the one before, the form of its list of ordinals, and the list: nothing when
 * all items have it, a bit an item, or the gaps between the ordinals, whichever is the shortest. One thread.
 */
final class GramWriter {
    /** Forms of a list; a greater number is the length of the gaps plus one. */
    static final int ALL = 0;

    static final int BITMAP = 1;

    /** Octets of a bucket that are aimed at. */
    private static final int BUCKET = 8 << 10;

    private static final int BATCH = 1 << 20;

    private final Table table;
    private final long account;
    private final SearchHead.Segment segment;
    private RecordWriter out = new RecordWriter();
    private Batch batch;
    private long batched;
    private long octets;
    private int bucket;
    private int last;

    /**
     * @param items in the segment
     * @param estimate of the octets that all will take
     */
    GramWriter(Table table, long account, int id, int items, long estimate) {
        this.table = table;
        this.account = account;
        int bits = 0;
        while (bits < 16 && estimate >> bits > BUCKET) {
            bits++;
        }
        segment = new SearchHead.Segment(id, items, bits, 0);
        batch = new Batch(table);
    }

    /** @param gram greater than the one before */
    void add(int gram, int[] ordinals, int count) throws IOException {
        int own = segment.bucket(gram);
        if (own != bucket) {
            end();
            bucket = own;
            last = segment.base(own);
        }
        out.number(gram - last);
        last = gram;
        if (count == segment.items()) {
            out.number(ALL);
            return;
        }
        byte[] gaps = gaps(ordinals, count);
        byte[] bitmap = new byte[gaps.length < (segment.items() + 7) / 8 ? 0 : (segment.items() + 7) / 8];
        if (bitmap.length == 0) {
            out.number(gaps.length + 1L);
            out.raw(gaps);
        } else {
            for (int i = 0; i < count; i++) {
                bitmap[ordinals[i] >> 3] |= (byte) (1 << (ordinals[i] & 7));
            }
            out.number(BITMAP);
            out.raw(bitmap);
        }
    }

    private static byte[] gaps(int[] ordinals, int count) {
        RecordWriter gaps = new RecordWriter();
        int next = 0;
        for (int i = 0; i < count; i++) {
            gaps.number(ordinals[i] - next);
            next = ordinals[i] + 1;
        }
        return gaps.bytes();
    }

    private void end() throws IOException {
        if (out.length() > 0) {
            byte[] value = out.bytes();
            batch.put(Family.TERMS, SearchKeys.bucket(account, segment.id(), bucket), value);
            octets += value.length;
            batched += value.length;
            out = new RecordWriter();
        }
        if (batched >= BATCH) {
            table.write(batch);
            batch = new Batch(table);
            batched = 0;
        }
    }

    /** Adds what is not written yet to the batch that makes the segment part of the index. */
    SearchHead.Segment finish(Batch last, ItemRuns items) throws IOException {
        end();
        table.write(batch);
        last.put(Family.TERMS, SearchKeys.items(account, segment.id()), items.bytes());
        return new SearchHead.Segment(segment.id(), segment.items(), segment.bits(), octets);
    }
}
