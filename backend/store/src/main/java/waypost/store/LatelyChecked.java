package waypost.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Records whose octets were seen to be what they should be within half a minute to a minute: written, or read whole. They are so few altogether that they are
 * still in the page cache, and what the disk may have made of them since is not what would be read. Any thread, without a lock.
 */
final class LatelyChecked {
    /** Octets of what is worth it: to send less by itself costs as much as to read it. */
    static final int LEAST = 32 << 10;

    private static final long HALF_NANOS = 30_000_000_000L;

    /** Of the heap that the process may have, which is a quarter of the memory unless somebody has said otherwise. */
    private static final int PART = 4;

    private static final int MOST = 1 << 15;

    private final long octets;
    private final LongSupplier nanos;
    private final AtomicReference<Halves> halves;

    /** In which file each was seen. */
    private record Half(Map<Position, Segment> seen, AtomicInteger records, AtomicLong octets, long began) {
        Half(long began) {
            this(new ConcurrentHashMap<>(), new AtomicInteger(), new AtomicLong(), began);
        }
    }

    private record Halves(Half present, Half past) {}

    LatelyChecked() {
        this(Runtime.getRuntime().maxMemory() / PART, System::nanoTime);
    }

    /** @param octets of all records together */
    LatelyChecked(long octets, LongSupplier nanos) {
        this.octets = octets;
        this.nanos = nanos;
        long now = nanos.getAsLong();
        halves = new AtomicReference<>(new Halves(new Half(now), new Half(now)));
    }

    boolean has(Segment segment, Position position) {
        long now = nanos.getAsLong();
        Halves known = current(now);
        return known.present.seen.get(position) == segment
                || now - known.past.began < 2 * HALF_NANOS && known.past.seen.get(position) == segment;
    }

    void add(Segment segment, Position position, int length) {
        if (length < LEAST) {
            return;
        }
        Half half = current(nanos.getAsLong()).present;
        if (half.seen.put(position, segment) != segment) {
            half.records.incrementAndGet();
            half.octets.addAndGet(length);
        }
    }

    private Halves current(long now) {
        Halves known = halves.get();
        Half present = known.present;
        if (now - present.began < HALF_NANOS && present.records.get() < MOST / 2 && present.octets.get() < octets / 2) {
            return known;
        }
        Halves next = new Halves(new Half(now), present);
        return halves.compareAndSet(known, next) ? next : halves.get();
    }
}
