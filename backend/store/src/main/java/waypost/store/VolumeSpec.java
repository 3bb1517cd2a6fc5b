package waypost.store;

import java.nio.file.Path;

/**
 * A volume as it is configured.
 *
 * @param number of the volume in the cluster, 1 to 65535, given once: a volume that has another does not open
 */
public record VolumeSpec(String name, int number, Path folder, JournalSettings journal, CleaningSettings cleaning) {
    public VolumeSpec {
        if (number < 1 || number > 0xFFFF) {
            throw new IllegalArgumentException("volume number " + number);
        }
    }

    /** Whether there is such a volume, or something that looks like one. */
    public boolean exists() {
        return ClosedVolume.exists(this);
    }

    public VolumeSpec(String name, int number, Path folder, JournalSettings journal) {
        this(name, number, folder, journal, CleaningSettings.STANDARD);
    }
}
