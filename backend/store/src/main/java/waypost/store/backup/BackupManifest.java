package waypost.store.backup;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What a generation of backups is: a text whose last line is a checksum of those before. It is written last, so a generation without one is not whole.
 *
 * @param volume its name, number in the cluster and id
 * @param incarnation of its journal
 * @param through the last entry of the journal in it
 * @param taken when it was begun
 */
public record BackupManifest(Origin volume, long incarnation, long through, Instant taken, List<BackupFile> files) {
    /** Its name in the generation's folder. */
    public static final String FILE = "manifest";

    private static final String BEGIN = "waypost-backup ";

    /** The newest format of a volume whose backups are known. */
    private static final int NEWEST = 2;

    /**
     * Whose backup it is.
     *
     * @param format of the volume, and so of this: who cannot read the one does not read the other
     */
    public record Origin(String name, int number, UUID id, int format) {}

    public BackupManifest {
        files = List.copyOf(files);
    }

    /** Octets of all files. */
    public long octets() {
        return files.stream().mapToLong(BackupFile::octets).sum();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(BEGIN).append(volume.format()).append('\n');
        text.append("volume %s %d %s\n".formatted(volume.name(), volume.number(), volume.id()));
        text.append("journal %d %d\n".formatted(incarnation, through));
        text.append("taken ").append(taken).append('\n');
        for (BackupFile file : files) {
            text.append(file.line());
        }
        return text + "end %08x\n".formatted(checksum(text.toString()));
    }

    /** Fails when it is not a whole manifest that this release reads. */
    static BackupManifest of(String text) throws DamagedBackup {
        int end = text.lastIndexOf("end ");
        if (!text.startsWith(BEGIN) || end < 0) {
            throw new DamagedBackup("the manifest is not one");
        }
        int format = format(text);
        if (format < 1 || format > NEWEST) {
            throw new DamagedBackup("the manifest is of a format that this release does not know");
        }
        if (!text.substring(end).equals("end %08x\n".formatted(checksum(text.substring(0, end))))) {
            throw new DamagedBackup("the manifest has been changed");
        }
        try {
            return parse(format, text.substring(0, end).lines().toList());
        } catch (RuntimeException malformed) {
            throw new DamagedBackup("the manifest cannot be read", malformed);
        }
    }

    /** 0 when it cannot be told. */
    private static int format(String text) {
        String word = text.substring(BEGIN.length(), Math.max(BEGIN.length(), text.indexOf('\n')));
        return word.matches("\\d{1,9}") ? Integer.parseInt(word) : 0;
    }

    private static BackupManifest parse(int format, List<String> lines) {
        String[] volume = lines.get(1).split(" ", -1);
        String[] journal = lines.get(2).split(" ", -1);
        List<BackupFile> files = new ArrayList<>();
        for (String line : lines.subList(4, lines.size())) {
            files.add(BackupFile.of(line).orElseThrow());
        }
        return new BackupManifest(
                new Origin(volume[1], Integer.parseInt(volume[2]), UUID.fromString(volume[3]), format),
                Long.parseLong(journal[1]),
                Long.parseLong(journal[2]),
                Instant.parse(lines.get(3).substring("taken ".length())),
                files);
    }

    private static int checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
