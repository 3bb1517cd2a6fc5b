package waypost.store;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The direct buffers of a node in which bodies wait while they arrive. They are given out within a budget, of which large ones take half at most: who gets
 * none spills. For what was spilled there are a few of a journal record's size more, which are waited for; they are held only while a record is copied into
 * the journal. Any thread.
 */
public final class UploadMemory {
    private static final int RECORD_BUFFERS = 8;

    /** Sizes of buffers. */
    enum Size {
        SMALL(16 << 10),
        MEDIUM(64 << 10),
        LARGE(Journal.MAX_RECORD_BYTES);

        private final int bytes;

        Size(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }

        /** The least that holds so many octets, of which {@link #LARGE} is the most. */
        static Size of(int octets) {
            return octets <= SMALL.bytes ? SMALL : octets <= MEDIUM.bytes ? MEDIUM : LARGE;
        }
    }

    private final Map<Size, Deque<ByteBuffer>> free = new EnumMap<>(Size.class);
    private final Semaphore records = new Semaphore(RECORD_BUFFERS);
    private final long budget;
    private long used;
    private long large;

    /** @param budget octets of all buffers that are borrowed */
    public UploadMemory(long budget) {
        this.budget = budget;
    }

    synchronized Optional<ByteBuffer> borrow(Size size) {
        boolean tooMany = size == Size.LARGE && large + size.bytes() > budget / 2;
        if (used + size.bytes() > budget || tooMany) {
            return Optional.empty();
        }
        count(size, size.bytes());
        return Optional.of(take(size));
    }

    /** For {@link #borrow}. */
    synchronized void giveBack(ByteBuffer buffer) {
        Size size = Size.of(buffer.capacity());
        count(size, -size.bytes());
        pool(size).push(buffer.clear());
    }

    private void count(Size size, int octets) {
        used += octets;
        large += size == Size.LARGE ? octets : 0;
    }

    ByteBuffer awaitRecord() {
        records.acquireUninterruptibly();
        return take(Size.LARGE);
    }

    /** For {@link #awaitRecord}. */
    synchronized void giveBackRecord(ByteBuffer buffer) {
        pool(Size.LARGE).push(buffer.clear());
        records.release();
    }

    synchronized long used() {
        return used;
    }

    private synchronized ByteBuffer take(Size size) {
        ByteBuffer pooled = pool(size).poll();
        return pooled != null ? pooled : ByteBuffer.allocateDirect(size.bytes());
    }

    private Deque<ByteBuffer> pool(Size size) {
        return free.computeIfAbsent(size, _ -> new ArrayDeque<>());
    }
}
