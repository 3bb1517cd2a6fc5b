package waypost.guard;

import java.time.Duration;
import java.util.List;
import waypost.config.Network;

/**
 * What is allowed before somebody is taken to be guessing; all of it within an hour.
 *
 * @param slowAfter accounts for which log-ins from one network may fail, or wrong passwords of one account from one network
 * @param longestDelay of an answer; zero for none
 * @param banAfter accounts for which log-ins from one network may fail
 * @param banFor zero for not at all
 * @param familiarFor how long an account that has logged in from a network is at home there
 * @param sprayAfter accounts for which log-ins from anywhere may fail within ten minutes
 * @param shared networks whose addresses many people have
 */
public record GuardSettings(
        int slowAfter,
        Duration longestDelay,
        int banAfter,
        Duration banFor,
        Duration familiarFor,
        int sprayAfter,
        List<Network> shared) {
    public static final GuardSettings STANDARD =
            new GuardSettings(5, Duration.ofSeconds(15), 100, Duration.ofHours(1), Duration.ofDays(30), 100, List.of());

    public GuardSettings {
        shared = List.copyOf(shared);
    }
}
