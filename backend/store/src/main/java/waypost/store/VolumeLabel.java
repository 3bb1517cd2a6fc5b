package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What a volume's folder says of itself: {@code waypost-volume <format> <number> <id>}. Nothing is written into the volume that a release cannot read which knows
 * the formats up to this one.
 */
record VolumeLabel(int format, int number, UUID id) {
    /** The one that new volumes have: no release reads more of one than it writes. */
    static final int FORMAT = 2;

    static final String FILE = "volume";
    private static final String NEXT = "volume.next";
    private static final int OCTETS = 256;

    /**
     * Reads the label; a folder without one gets this. Refuses a folder of another number or of a newer format.
     *
     * @param fresh of the newest format that is known
     */
    static VolumeLabel open(Disk disk, VolumeLabel fresh) throws IOException {
        if (disk.list().contains(VolumeRestore.RESTORING)) {
            throw new IOException("its restore has not come to an end; run waypost store restore again");
        }
        if (!disk.list().contains(FILE)) {
            fresh.write(disk);
            return fresh;
        }
        VolumeLabel label = read(disk).known(fresh.format);
        if (label.number != fresh.number) {
            throw new IOException("volume has number " + label.number + ", configured is " + fresh.number);
        }
        return label;
    }

    /** This one, unless its format is newer than the newest that is known. */
    VolumeLabel known(int newest) throws IOException {
        if (format > newest) {
            throw new IOException("The volume is of format " + format + ", and this release reads none above " + newest
                    + ": run the release of Waypost that wrote it, or a later one. Nothing was changed.");
        }
        return this;
    }

    static VolumeLabel read(Disk disk) throws IOException {
        try (Disk.DiskFile file = disk.open(FILE)) {
            ByteBuffer bytes = ByteBuffer.allocate(OCTETS);
            file.read(bytes, 0);
            String text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
            String[] words = text.strip().split(" ", -1);
            if (words.length != 4 || !words[0].equals("waypost-volume")) {
                throw new IOException("not a volume label: " + text);
            }
            return new VolumeLabel(Integer.parseInt(words[1]), Integer.parseInt(words[2]), UUID.fromString(words[3]));
        } catch (IllegalArgumentException malformed) {
            throw new IOException("damaged volume label", malformed);
        }
    }

    /** Writes it, durably; a crash before that leaves what was there. */
    void write(Disk disk) throws IOException {
        String text = "waypost-volume " + format + " " + number + " " + id + "\n";
        if (disk.list().contains(NEXT)) {
            disk.delete(NEXT);
        }
        try (Disk.DiskFile file = disk.create(NEXT)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
            file.force();
        }
        disk.rename(NEXT, FILE);
        disk.force();
    }

    /** The same of the newest format, which the volume has from now on, durably. */
    VolumeLabel finalised(Disk disk) throws IOException {
        VolumeLabel newest = new VolumeLabel(FORMAT, number, id);
        if (format < FORMAT) {
            newest.write(disk);
        }
        return newest;
    }
}
