package waypost.guard;

import java.time.Duration;

/**
 * How long the answer to a wrong log-in takes: the first failures nothing, then 2 s, and twice as long each time that they are twice as many.
 *
 * @param free failures that cost nothing
 * @param longest in nanoseconds
 */
record Delays(int free, long longest) {
    private static final long FIRST = Duration.ofSeconds(2).toNanos();

    long of(int failures) {
        if (failures < free) {
            return 0;
        }
        long delay = FIRST;
        for (long more = 2L * free; more <= Math.min(failures, most()); more *= 2) {
            delay *= 2;
        }
        return Math.min(delay, longest);
    }

    /** Of something that is allowed so many times as much. */
    Delays times(int allowance) {
        return new Delays(free * allowance, longest);
    }

    /** More failures make no difference: 2 s that were doubled three times are 16. */
    int most() {
        return 8 * free;
    }
}
