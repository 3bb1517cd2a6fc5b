package waypost.store;

import java.io.IOException;

/**
 * How far a work on a volume is.
 *
 * @param done what has been done of {@code total}
 * @param total 0 where it is not known beforehand
 */
public record VolumeProgress(Step step, long done, long total) {
    /** What is being done. */
    public enum Step {
        /** The journal is read, {@code done} entries so far. */
        JOURNAL,
        /** The index is compared, {@code done} keys so far. */
        COMPARISON,
        /** Segments are cleaned, {@code done} so far. */
        CLEANING,
        /** A backup is made, {@code done} files so far. */
        BACKUP,
        /** Files of a backup are checked, {@code done} so far. */
        VERIFICATION,
        /** Messages of a backup and of its volume are compared, {@code done} so far. */
        MESSAGES,
        /** A backup is copied back, {@code done} files so far. */
        RESTORING,
        /** Accounts are moved forward, {@code done} so far. */
        FORWARD
    }

    /** Told now and then, on the thread that does the work; by a failure it ends the work. */
    @FunctionalInterface
    public interface Listener {
        void at(VolumeProgress progress) throws IOException;
    }
}
