package waypost.store;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The direct buffers in which bodies of a node wait while they arrive. Small and medium ones are given out within a budget: who gets none spills. The few
 * of a journal record's size are waited for; they are held only while a record is copied into the journal. Any thread.
 */
public final class UploadMemory {
    private static final int RECORD_BUFFERS = 8;

    /** Sizes of buffers. */
    enum Size {
        SMALL(16 << 10),
        MEDIUM(64 << 10),
        RECORD(Journal.MAX_RECORD_BYTES);

        private final int bytes;

        Size(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    private final Map<Size, Deque<ByteBuffer>> free = new EnumMap<>(Size.class);
    private final Semaphore records = new Semaphore(RECORD_BUFFERS);
    private final long budget;
    private long used;

    /** @param budget octets of small and medium buffers */
    public UploadMemory(long budget) {
        this.budget = budget;
    }

    synchronized Optional<ByteBuffer> borrow(Size size) {
        if (used + size.bytes() > budget) {
            return Optional.empty();
        }
        used += size.bytes();
        return Optional.of(take(size));
    }

    ByteBuffer awaitRecord() {
        records.acquireUninterruptibly();
        return take(Size.RECORD);
    }

    synchronized void giveBack(ByteBuffer buffer) {
        for (Size size : Size.values()) {
            if (size.bytes() == buffer.capacity()) {
                pool(size).push(buffer.clear());
                if (size == Size.RECORD) {
                    records.release();
                } else {
                    used -= size.bytes();
                }
            }
        }
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
