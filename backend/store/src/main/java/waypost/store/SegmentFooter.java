package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last bytes of a sealed segment: its table and where its groups end.
 *
 * @param last the last entry in it
 * @param end the offset behind the last group, where the footer begins
 */
record SegmentFooter(SegmentTable table, long last, long end) {
    private static final Logger log = LoggerFactory.getLogger(SegmentFooter.class);

    private static final long MAGIC = 0x57_41_59_50_4f_53_54_46L; // WAYPOSTF
    private static final int TRAILER = 32;

    /** Writes it and ends the file behind it; durable when it returns. One byte more is written, so that ending the file there is always a change. */
    void seal(Disk.DiskFile file) throws IOException {
        ByteBuffer footer = bytes();
        long size = end + footer.remaining();
        ByteBuffer bytes = ByteBuffer.allocate(footer.remaining() + 1);
        bytes.put(footer).put((byte) 0).flip();
        file.write(bytes, end);
        file.truncate(size);
        file.force();
    }

    ByteBuffer bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(table.rows() * SegmentTable.ROW_BYTES + TRAILER);
        table.write(bytes);
        bytes.putLong(last).putLong(end).putInt(table.rows());
        bytes.putInt(checksum(bytes.duplicate().flip())).putLong(MAGIC);
        return bytes.flip();
    }

    /**
     * The footer of a sealed segment, or what its groups say where the footer cannot be read.
     *
     * @param next the first entry of the segment behind it
     */
    static SegmentFooter find(Disk.DiskFile file, JournalIdentity volume, long first, long next) throws IOException {
        try {
            Optional<SegmentFooter> footer = read(file);
            if (footer.isPresent()) {
                return footer.get();
            }
            log.warn("event=segment-without-footer segment={}", SegmentHeader.name(first));
        } catch (IOException unreadable) {
            log.warn("event=segment-without-footer segment={}", SegmentHeader.name(first), unreadable);
        }
        return SegmentRemains.footer(file, volume, first, next);
    }

    static Optional<SegmentFooter> read(Disk.DiskFile file) throws IOException {
        long size = file.size();
        if (size < SegmentHeader.BYTES + TRAILER) {
            return Optional.empty();
        }
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
        file.read(trailer, size - TRAILER);
        long end = trailer.getLong(8);
        long rows = trailer.getInt(16);
        boolean sound = trailer.getLong(24) == MAGIC
                && rows >= 0
                && end >= SegmentHeader.BYTES
                && end + rows * SegmentTable.ROW_BYTES + TRAILER == size;
        if (!sound) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) (size - end) - 12);
        file.read(bytes, end);
        if (checksum(bytes.flip()) != trailer.getInt(20)) {
            return Optional.empty();
        }
        bytes.limit(bytes.limit() - (TRAILER - 12));
        return Optional.of(new SegmentFooter(SegmentTable.read(bytes), trailer.getLong(0), end));
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }
}
