package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment file.
 *
 * @param volume the volume it belongs to
 * @param first its first entry
 * @param incarnation of the volume when the segment was begun: no group in it has a lower one
 */
record SegmentHeader(JournalIdentity volume, long first, long incarnation) {
    static final int BYTES = 4096;
    private static final long MAGIC = 0x57_41_59_50_4f_53_54_4aL; // WAYPOSTJ
    private static final int VERSION = 1;
    private static final int USED = 60;
    private static final String SUFFIX = ".segment";

    static String name(long first) {
        return "%016x%s".formatted(first, SUFFIX);
    }

    /** The first entry of the segment with this file name, if it is one. */
    static Optional<Long> first(String name) {
        if (name.length() != 16 + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        return name.chars().limit(16).allMatch(c -> Character.digit(c, 16) >= 0)
                ? Optional.of(Long.parseUnsignedLong(name, 0, 16, 16))
                : Optional.empty();
    }

    void write(Disk.DiskFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(BYTES);
        bytes.putLong(volume.id().getMostSignificantBits()).putLong(volume.id().getLeastSignificantBits());
        bytes.putLong(volume.mark()).putLong(first).putLong(incarnation);
        bytes.putInt(checksum(bytes)).clear();
        file.write(bytes, 0);
    }

    /** Fails when the file does not begin as the segment of this volume that its name says. */
    static SegmentHeader read(Disk.DiskFile file, JournalIdentity volume, long first) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        file.read(bytes, 0);
        SegmentHeader header = new SegmentHeader(volume, first, bytes.getLong(48));
        boolean sound = bytes.position() == BYTES
                && bytes.getLong(0) == MAGIC
                && bytes.getInt(56) == checksum(bytes.position(USED - 4));
        if (!sound) {
            throw new JournalDamaged(name(first) + " has no sound header");
        }
        if (bytes.getInt(8) != VERSION) {
            throw new JournalDamaged(name(first) + " is of format " + bytes.getInt(8) + ", known is " + VERSION);
        }
        boolean ours = bytes.getLong(16) == volume.id().getMostSignificantBits()
                && bytes.getLong(24) == volume.id().getLeastSignificantBits()
                && bytes.getLong(32) == volume.mark()
                && bytes.getLong(40) == first;
        if (!ours) {
            throw new JournalDamaged(name(first) + " belongs to another volume or another place");
        }
        return header;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().flip());
        return (int) crc.getValue();
    }
}
