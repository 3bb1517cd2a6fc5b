package waypost.store.backup;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that is to be in a backup.
 *
 * @param name that it gets there
 * @param octets from its begin on, all that is wanted of it; nobody writes to them meanwhile
 * @param modified when it was last written to, in nanoseconds since the epoch
 * @param mark CRC32C of the first 4 KiB
 */
public record BackupSource(String name, long octets, long modified, int mark, Reading reading) {
    /** Octets that are marked. */
    public static final int MARKED = 4096;

    /** Reads a file. */
    @FunctionalInterface
    public interface Reading {
        /** Fills the buffer from this offset on; stops early only at the end of the file. */
        void read(ByteBuffer target, long offset) throws IOException;
    }
}
