package waypost.mapping;

import java.time.Duration;
import java.util.List;

/**
 * How long answers are remembered.
 *
 * @param positive an account that was found
 * @param negative a name that was not, and what a password is checked by
 * @param verifier a password that was right
 * @param sessions that a log-in stands, until it is looked at again
 * @param vanished an account that was found, when it is missing afterwards: until that is believed
 * @param staleness how old what is answered may be while the directory cannot be asked
 * @param entries at most, of each kind
 */
public record CacheSettings(
        Duration positive,
        Duration negative,
        Duration verifier,
        Duration sessions,
        Duration vanished,
        Staleness staleness,
        int entries) {
    private static final Duration SHORTEST_ROUND = Duration.ofSeconds(10);
    private static final Duration LONGEST_ROUND = Duration.ofHours(1);

    public static final CacheSettings STANDARD = new CacheSettings(
            Duration.ofMinutes(5),
            Duration.ofSeconds(20),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Staleness.STANDARD,
            100_000);

    /**
     * Limits of age.
     *
     * @param route whose an address is, and where the mailbox is
     * @param verifier that a password is right, or what it is checked by
     * @param quota how much mail an account may have; afterwards there is no limit
     */
    public record Staleness(Duration route, Duration verifier, Duration quota) {
        public static final Staleness STANDARD =
                new Staleness(Duration.ofDays(7), Duration.ofHours(12), Duration.ofDays(1));
    }

    public CacheSettings {
        for (Duration lifetime : List.of(
                positive, negative, verifier, vanished, staleness.route(), staleness.verifier(), staleness.quota())) {
            if (lifetime.isNegative() || lifetime.compareTo(Duration.ofDays(30)) > 0) {
                throw new IllegalArgumentException("cache lifetime " + lifetime);
            }
        }
        if (sessions.compareTo(SHORTEST_ROUND) < 0 || sessions.compareTo(LONGEST_ROUND) > 0) {
            throw new IllegalArgumentException("a round of sessions in " + sessions);
        }
        if (staleness.route().compareTo(positive) < 0
                || staleness.quota().compareTo(positive) < 0
                || staleness.verifier().compareTo(verifier) < 0) {
            throw new IllegalArgumentException("a limit of " + staleness + " is below a lifetime");
        }
        if (entries < 1) {
            throw new IllegalArgumentException("cache entries " + entries);
        }
    }
}
