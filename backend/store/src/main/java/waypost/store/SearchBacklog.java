package waypost.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Accounts whose search indexes are behind, in the order in which they came to be. Safe for threads; one takes. */
final class SearchBacklog {
    /** How long an account waits for more to come, in nanoseconds. */
    private static final long GATHER = TimeUnit.SECONDS.toNanos(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** From when on each is to be taken, by {@link System#nanoTime}: growing. */
    private final Map<Long, Long> gathering = new LinkedHashMap<>();

    private final SequencedSet<Long> ready = new LinkedHashSet<>();
    private boolean closed;

    /** Something has changed in the account. */
    void add(long account) {
        lock.lock();
        try {
            if (gathering.putIfAbsent(account, System.nanoTime() + GATHER) == null && gathering.size() == 1) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** There is more to do, and no reason to wait. */
    void addAgain(long account) {
        lock.lock();
        try {
            ready.add(account);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next; empty when closed. */
    Optional<Long> take() {
        lock.lock();
        try {
            while (!closed) {
                long wait = gathered();
                if (!ready.isEmpty()) {
                    return Optional.of(ready.removeFirst());
                }
                await(wait);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Makes those ready that have waited long enough; answers how long the next one has to. */
    private long gathered() {
        long now = System.nanoTime();
        Iterator<Map.Entry<Long, Long>> entries = gathering.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, Long> entry = entries.next();
            if (entry.getValue() - now > 0) {
                return entry.getValue() - now;
            }
            ready.add(entry.getKey());
            entries.remove();
        }
        return Long.MAX_VALUE;
    }

    /** Waits so many nanoseconds, or until closed; answers whether it is still open. */
    boolean rest(long nanos) {
        lock.lock();
        try {
            long until = System.nanoTime() + nanos;
            for (long left = nanos; left > 0 && !closed; left = until - System.nanoTime()) {
                await(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) {
        try {
            if (nanos == Long.MAX_VALUE) {
                changed.await();
            } else {
                changed.awaitNanos(nanos);
            }
        } catch (InterruptedException never) {
            throw new IllegalStateException("the search index is never interrupted", never);
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
