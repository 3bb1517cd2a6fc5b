package waypost.store;

/**
 * When a volume's segments are cleaned.
 *
 * @param deadPercent more than this of a segment has to be needless; 100 for never
 * @param octetsPerSecond read and written
 */
public record CleaningSettings(int deadPercent, long octetsPerSecond) {
    public static final CleaningSettings STANDARD = new CleaningSettings(40, 16L << 20);

    /** Whatever can be gained, as fast as can be. */
    static final CleaningSettings ALL = new CleaningSettings(0, Long.MAX_VALUE);

    public CleaningSettings {
        if (deadPercent < 0 || deadPercent > 100 || octetsPerSecond < 1) {
            throw new IllegalArgumentException(deadPercent + " %, " + octetsPerSecond + " octets a second");
        }
    }
}
