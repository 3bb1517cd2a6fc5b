package waypost.store;

import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What must stay in a journal though no index names it: a body that is still arriving, a long operation that is not whole yet. Any thread. */
final class Pins {
    private final TreeMap<Long, Integer> pinned = new TreeMap<>();

    /** Keeps all that is appended from now on. */
    interface Pin extends AutoCloseable {
        Pin NONE = () -> {};

        /** The same again does nothing. */
        @Override
        void close();
    }

    /** @param from the first entry that is kept */
    synchronized Pin pin(long from) {
        pinned.merge(from, 1, Integer::sum);
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                release(from);
            }
        };
    }

    private synchronized void release(long from) {
        pinned.computeIfPresent(from, (_, count) -> count == 1 ? null : count - 1);
    }

    /** The first entry that is kept. */
    synchronized long first() {
        return pinned.isEmpty() ? Long.MAX_VALUE : pinned.firstKey();
    }
}
