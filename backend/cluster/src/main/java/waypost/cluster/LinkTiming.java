package waypost.cluster;

import java.time.Duration;

/**
 * How patient the link is.
 *
 * @param grace how long after its start a node's questions wait for connections that do not stand yet
 * @param firstRetry before a lost connection is tried again; doubled each time, up to the longest
 * @param pause between two tries for those who have questions
 */
record LinkTiming(Duration grace, Duration firstRetry, Duration longestRetry, Duration pause) {
    static final LinkTiming USUAL =
            new LinkTiming(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofSeconds(1));

    private static final int MOST_DOUBLINGS = 10;

    Duration retry(int failures) {
        Duration wait = firstRetry.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return wait.compareTo(longestRetry) < 0 ? wait : longestRetry;
    }
}
