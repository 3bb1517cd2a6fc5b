package waypost.store;

import java.io.IOException;
import java.util.Optional;

/** All grams of a segment, in order. One thread. */
final class GramCursor {
    private final Table table;
    private final long account;
    private final SearchHead.Segment segment;
    private GramBucket bucket;
    private int number;
    private boolean more;

    GramCursor(Table table, long account, SearchHead.Segment segment) throws IOException {
        this.table = table;
        this.account = account;
        this.segment = segment;
        this.bucket = read();
        next();
    }

    /** Goes to the next gram. */
    void next() throws IOException {
        more = bucket.next();
        while (!more && ++number < segment.buckets()) {
            bucket = read();
            more = bucket.next();
        }
    }

    /** Whether there was one. */
    boolean more() {
        return more;
    }

    int gram() {
        return bucket.gram();
    }

    /** @see GramBucket#ordinals */
    int ordinals(int[] into) {
        return bucket.ordinals(into);
    }

    private GramBucket read() throws IOException {
        Optional<byte[]> value = table.get(Family.TERMS, SearchKeys.bucket(account, segment.id(), number));
        return new GramBucket(value.orElse(new byte[0]), segment.items(), segment.base(number));
    }
}
