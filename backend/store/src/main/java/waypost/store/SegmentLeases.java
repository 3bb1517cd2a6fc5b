package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The segments that a reader holds: as long as he does, their files stay what they were when he began, though the cleaner puts others in their places. One thread.
 */
final class SegmentLeases implements Closeable {
    private final Segments segments;
    private final Deque<Segment> leased = new ArrayDeque<>();

    SegmentLeases(Segments segments) {
        this.segments = segments;
    }

    Segment lease(long entry) throws IOException {
        Segment segment = segments.lease(entry);
        leased.push(segment);
        return segment;
    }

    /** All are given back, whatever becomes of one of them. */
    @Override
    public void close() throws IOException {
        IOException failed = null;
        while (!leased.isEmpty()) {
            try {
                segments.release(leased.pop());
            } catch (IOException failure) {
                failed = failure;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
