package waypost.store;

import java.time.Duration;
import java.util.Optional;

/**
 * When a volume's segments are cleaned, and how fast they are read to see whether they are whole.
 *
 * @param deadPercent more than this of a segment has to be needless; 100 for never
 * @param octetsPerSecond read and written
 * @param scrubbedPerSecond octets that the scrub reads; 0 for no scrub
 * @param compressAfter the age of segments that are compressed; empty for none
 */
public record CleaningSettings(
        int deadPercent, long octetsPerSecond, Optional<Duration> compressAfter, long scrubbedPerSecond) {
    public static final CleaningSettings STANDARD =
            new CleaningSettings(40, 16L << 20, Optional.of(Duration.ofDays(7)), 4L << 20);

    public CleaningSettings {
        if (deadPercent < 0 || deadPercent > 100 || octetsPerSecond < 1 || scrubbedPerSecond < 0) {
            throw new IllegalArgumentException(deadPercent + " %, " + octetsPerSecond + " octets a second");
        }
    }
}
