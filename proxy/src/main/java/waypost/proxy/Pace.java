package waypost.proxy;

import java.time.Duration;
import java.util.function.LongSupplier;

/** So many octets a second, for all who want some together. Any thread. */
final class Pace {
    private final long octets;
    private final LongSupplier nanos;
    private long free;

    /** @param octets a second */
    Pace(long octets, LongSupplier nanos) {
        this.octets = octets;
        this.nanos = nanos;
        this.free = nanos.getAsLong();
    }

    /** How long to wait with these, behind those that have been asked for before. */
    synchronized Duration with(int some) {
        long now = nanos.getAsLong();
        long begin = Math.max(free, now);
        free = begin + some * 1_000_000_000L / octets;
        return Duration.ofNanos(begin - now);
    }
}
