package waypost.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When kept mail is tried, and when it is given up: pure decisions, the time passed in. */
public final class KeeperSchedule {
    /** Well below the 7 days for which nodes remember a transfer: a late copy must still be known as one. */
    static final Duration LIFETIME = Duration.ofDays(5);

    /** A client that did not hear 250 has come again by then, or never will (RFC 5321 §4.5.4.1: at least every 30 minutes). */
    public static final Duration UNHEARD = Duration.ofHours(2);

    private static final Duration FOR_THE_REPORT = Duration.ofDays(1);

    private static final List<Duration> WAITS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15));

    private static final Duration LONGEST = Duration.ofHours(1);

    private KeeperSchedule() {}

    /**
     * Whether the sender may be told of a failure. Before DONE the client may not have heard 250, and its next try may succeed.
     */
    static boolean reportable(Instant began, boolean done, Instant now) {
        return done || !now.isBefore(began.plus(UNHEARD));
    }

    static boolean expired(Instant began, Instant now) {
        return !now.isBefore(began.plus(LIFETIME));
    }

    /** Expired so long ago that not even its sender's mailbox could be reached in the meantime. */
    static boolean abandoned(Instant began, Instant now) {
        return !now.isBefore(began.plus(LIFETIME).plus(FOR_THE_REPORT));
    }

    /**
     * When to try again.
     *
     * @param failures so far, the present one included
     */
    static Instant next(int failures, Instant began, Instant now) {
        Duration wait = failures <= WAITS.size() ? WAITS.get(failures - 1) : LONGEST;
        Instant end = began.plus(LIFETIME);
        Instant next = now.plus(wait);
        return next.isAfter(end) && now.isBefore(end) ? end : next;
    }
}
