package waypost.store.backup;

/**
 * A file of a backup, as its manifest has it.
 *
 * @param name below the generation, as {@code journal/0000000000000001.segment}
 * @param octets its length
 * @param modified when the file that it is a copy of was last written to, in nanoseconds since the epoch
 * @param mark CRC32C of its first 4 KiB
 * @param sha256 of the whole of it, in hexadecimal digits
 */
public record BackupFile(String name, long octets, long modified, int mark, String sha256) {
    /** Whether a file is the one that was copied, as far as can be told without reading it. */
    boolean isCopyOf(BackupSource source) {
        return octets == source.octets() && modified == source.modified() && mark == source.mark();
    }
}
