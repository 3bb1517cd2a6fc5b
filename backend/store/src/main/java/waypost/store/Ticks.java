package waypost.store;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Microseconds since the epoch, but never the same twice and never going back. Any thread. */
final class Ticks {
    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();

    Ticks(InstantSource clock) {
        this.clock = clock;
    }

    long next() {
        long now = now();
        return last.updateAndGet(previous -> Math.max(previous + 1, now));
    }

    long now() {
        return clock.millis() * 1000;
    }
}
