package waypost.mapping;

import java.time.Duration;
import java.util.List;

/**
 * How long answers are remembered.
 *
 * @param positive an account that was found
 * @param negative a name that was not
 * @param verifier a password that was right
 * @param staleness how old an answer may be that is given while the directory cannot be asked
 * @param entries at most, of each kind
 */
public record CacheSettings(Duration positive, Duration negative, Duration verifier, Duration staleness, int entries) {
    public static final CacheSettings STANDARD = new CacheSettings(
            Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofMinutes(10), Duration.ofDays(1), 100_000);

    public CacheSettings {
        for (Duration lifetime : List.of(positive, negative, verifier, staleness)) {
            if (lifetime.isNegative() || lifetime.compareTo(Duration.ofDays(30)) > 0) {
                throw new IllegalArgumentException("cache lifetime " + lifetime);
            }
        }
        if (staleness.compareTo(positive) < 0 || staleness.compareTo(verifier) < 0) {
            throw new IllegalArgumentException("staleness limit " + staleness + " is below a lifetime");
        }
        if (entries < 1) {
            throw new IllegalArgumentException("cache entries " + entries);
        }
    }
}
