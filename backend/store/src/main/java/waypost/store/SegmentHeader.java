package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment file.
 *
 * @param volume the volume it belongs to
 * @param first its first entry
 * @param incarnation of the volume when the segment was begun: no group in it has a lower one
 * @param cleaned what a cleaner has made of it; empty when it is as it was appended
 */
record SegmentHeader(JournalIdentity volume, long first, long incarnation, Optional<Cleaned> cleaned) {
    static final int BYTES = 4096;
    private static final long MAGIC = 0x57_41_59_50_4f_53_54_4aL; // WAYPOSTJ
    private static final int APPENDED = 1;
    private static final int CLEANED = 2;
    private static final int USED = 56;
    private static final String SUFFIX = ".segment";

    SegmentHeader(JournalIdentity volume, long first, long incarnation) {
        this(volume, first, incarnation, Optional.empty());
    }

    /** Octets of an encoded one before that was done. */
    long contents() {
        return cleaned.orElseThrow().bytes();
    }

    Encoding encoding() {
        return cleaned.map(Cleaned::encoding).orElse(Encoding.PLAIN);
    }

    /** How the bytes behind the header are kept. */
    enum Encoding {
        PLAIN,
        /** As {@link Frames}. */
        ZSTD,
        /** As frames with a dictionary, which only a volume of format 2 may have. */
        TRAINED;

        /** The one that takes least space, of those that a volume of this format may have. */
        static Encoding least(int format) {
            return format < 2 ? ZSTD : TRAINED;
        }
    }

    /**
     * What only a cleaned segment has.
     *
     * @param last the last entry it accounts for
     * @param through nothing in it that the entries up to this one have made needless; 0 when that is not certain
     * @param sealed when the newest of its groups were sealed, to the second
     * @param bytes of the segment before it was encoded, header and footer included
     */
    record Cleaned(long last, long through, Instant sealed, Encoding encoding, long bytes) {
        private static final int BYTES = 36;

        private static Cleaned read(ByteBuffer in) throws IOException {
            long last = in.getLong();
            long through = in.getLong();
            Instant sealed = Instant.ofEpochSecond(in.getLong());
            int encoding = in.getInt();
            if (encoding < 0 || encoding >= Encoding.values().length) {
                throw new JournalDamaged("segment of encoding " + encoding);
            }
            return new Cleaned(last, through, sealed, Encoding.values()[encoding], in.getLong());
        }

        private void write(ByteBuffer out) {
            out.putLong(last).putLong(through).putLong(sealed.getEpochSecond());
            out.putInt(encoding.ordinal()).putLong(bytes);
        }
    }

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
        bytes.putLong(MAGIC).putInt(cleaned.isPresent() ? CLEANED : APPENDED).putInt(BYTES);
        bytes.putLong(volume.id().getMostSignificantBits()).putLong(volume.id().getLeastSignificantBits());
        bytes.putLong(volume.mark()).putLong(first).putLong(incarnation);
        cleaned.ifPresent(form -> form.write(bytes));
        bytes.putInt(checksum(bytes)).clear();
        file.write(bytes, 0);
    }

    /** Fails when the file does not begin as the segment of this volume that its name says. */
    static SegmentHeader read(Disk.DiskFile file, JournalIdentity volume, long first) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        file.read(bytes, 0);
        int version = bytes.getInt(8);
        int used = version == CLEANED ? USED + Cleaned.BYTES : USED;
        boolean sound = bytes.position() == BYTES
                && bytes.getLong(0) == MAGIC
                && bytes.getInt(used) == checksum(bytes.position(used));
        if (!sound) {
            throw new JournalDamaged(name(first) + " has no sound header");
        }
        if (version != APPENDED && version != CLEANED) {
            throw new JournalDamaged(name(first) + " is of format " + version + ", known is " + CLEANED);
        }
        boolean ours = bytes.getLong(16) == volume.id().getMostSignificantBits()
                && bytes.getLong(24) == volume.id().getLeastSignificantBits()
                && bytes.getLong(32) == volume.mark()
                && bytes.getLong(40) == first;
        if (!ours) {
            throw new JournalDamaged(name(first) + " belongs to another volume or another place");
        }
        Optional<Cleaned> cleaned =
                version == CLEANED ? Optional.of(Cleaned.read(bytes.position(USED))) : Optional.empty();
        return new SegmentHeader(volume, first, bytes.getLong(48), cleaned);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().flip());
        return (int) crc.getValue();
    }
}
