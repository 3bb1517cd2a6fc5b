package waypost.config;

import java.time.Duration;
import java.util.Optional;

/** Durations as configurations spell them: {@code 30s}, {@code 5m}, {@code 14d}. */
public final class Durations {
    private Durations() {}

    /** Empty where the text is none. */
    public static Optional<Duration> of(String text) {
        try {
            return Optional.of(Scalars.duration(text));
        } catch (BadValue none) {
            return Optional.empty();
        }
    }
}
