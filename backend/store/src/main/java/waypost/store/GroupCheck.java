package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Reads the records of groups and says whether they are what was written. One thread each. */
final class GroupCheck {
    private static final int SLICE = 128 << 10;

    private final Disk.DiskFile file;
    private final ByteBuffer slice;

    GroupCheck(Disk.DiskFile file) {
        this(file, ByteBuffer.allocate(SLICE));
    }

    /** @param slice to read into */
    GroupCheck(Disk.DiskFile file, ByteBuffer slice) {
        this.file = file;
        this.slice = slice;
    }

    /** Whether all records of the group are whole. */
    boolean whole(GroupHead head, long offset) throws IOException {
        long at = offset + head.bytes();
        for (int i = 0; i < head.records(); i++) {
            if (head.length(i) < 0 || at + head.length(i) > offset + head.length() || !whole(head, offset, i)) {
                return false;
            }
            at += head.length(i);
        }
        return at == offset + head.length();
    }

    /** Whether this record is. */
    boolean whole(GroupHead head, long offset, int record) throws IOException {
        return crc(offset + head.offset(record), head.length(record)) == head.crc(record);
    }

    /** The bytes of this record, if they are. */
    Optional<ByteBuffer> record(GroupHead head, long offset, int record) throws IOException {
        if (!whole(head, offset, record)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(head.length(record));
        file.read(bytes, offset + head.offset(record));
        return Optional.of(bytes.flip().asReadOnlyBuffer());
    }

    static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    private int crc(long offset, int length) throws IOException {
        CRC32C crc = new CRC32C();
        for (long at = offset; at < offset + length; at += slice.capacity()) {
            slice.clear().limit((int) Math.min(slice.capacity(), offset + length - at));
            file.read(slice, at);
            crc.update(slice.flip());
        }
        return (int) crc.getValue();
    }
}
