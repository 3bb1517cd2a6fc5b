package waypost.store.backup;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    /** The numbers fit into a {@code long}. */
    private static final Pattern LINE = Pattern.compile("file (?<sha256>[0-9a-f]{64}) (?<octets>\\d{1,18})"
            + " (?<modified>-?[0-8]?\\d{1,18}) (?<mark>[0-9a-f]{8}) (?<name>.+)");

    /** Whether a file is the one that was copied, as far as can be told without reading it. */
    boolean isCopyOf(BackupSource source) {
        return octets == source.octets() && modified == source.modified() && mark == source.mark();
    }

    /** As it stands in a text, with the end of the line. */
    String line() {
        return "file %s %d %d %08x %s\n".formatted(sha256, octets, modified, mark, name);
    }

    /** Empty when the line is not one of these. */
    static Optional<BackupFile> of(String line) {
        Matcher words = LINE.matcher(line);
        return words.matches()
                ? Optional.of(new BackupFile(
                        words.group("name"),
                        Long.parseLong(words.group("octets")),
                        Long.parseLong(words.group("modified")),
                        HexFormat.fromHexDigits(words.group("mark")),
                        words.group("sha256")))
                : Optional.empty();
    }
}
