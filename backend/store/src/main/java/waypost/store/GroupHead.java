package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What precedes the records of a group: its size, number and incarnation, and the table of its changes and records. All numbers big-endian:
 *
 * <pre>
 *   0 mark of the volume (8)      24 entry (8)
 *   8 CRC32C of 12 to the end of the table (4)
 *  12 length of the group (4)     32 changes (4)
 *  16 incarnation (8)             36 records (4)
 *  40 per change: account (8), key id (4, 0 = clear), kind (1), number of records (3)
 *     per record: length (4), CRC32C (4)
 * </pre>
 *
 * The CRC of the head covers those of the records, so it covers all. The mark is a random number: no bytes a stranger sends can be
 * taken for a group.
 */
final class GroupHead {
    static final int FIXED_BYTES = 40;
    static final int MAX_RECORDS = 1 << 20;
    private static final int CHANGE_BYTES = 16;
    private static final int RECORD_BYTES = 8;
    private static final int ALIGNMENT = 8;

    private final ByteBuffer head;

    private GroupHead(ByteBuffer head) {
        this.head = head;
    }

    static int bytes(int changes, int records) {
        return FIXED_BYTES + CHANGE_BYTES * changes + RECORD_BYTES * records;
    }

    static int memberBytes(int records) {
        return CHANGE_BYTES + RECORD_BYTES * records;
    }

    /** Where the next group begins. */
    static long next(long offset, int length) {
        return offset + length + (ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** The size of the whole head, by its first 40 bytes; none when they are not the begin of a group that ends within the limit. */
    static Optional<Integer> size(ByteBuffer fixed, long mark, long limit) {
        int changes = fixed.getInt(32);
        int records = fixed.getInt(36);
        if (fixed.getLong(0) != mark || changes < 1 || records < changes || records > MAX_RECORDS) {
            return Optional.empty();
        }
        int size = bytes(changes, records);
        int length = fixed.getInt(12);
        return length < size || length > limit ? Optional.empty() : Optional.of(size);
    }

    /** The head of the group that begins here and ends before the given end; none when there is no sound one. */
    static Optional<GroupHead> read(Disk.DiskFile file, long mark, long offset, long end) throws IOException {
        ByteBuffer fixed = ByteBuffer.allocate(FIXED_BYTES);
        if (end - offset < FIXED_BYTES) {
            return Optional.empty();
        }
        file.read(fixed, offset);
        Optional<Integer> size = fixed.hasRemaining() ? Optional.empty() : size(fixed, mark, end - offset);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        GroupHead head = new GroupHead(ByteBuffer.allocate(size.get()));
        file.read(head.head, offset);
        return !head.head.hasRemaining() && head.head.getInt(8) == head.checksum()
                ? Optional.of(head)
                : Optional.empty();
    }

    /** Fills in what is known last. */
    static void complete(ByteBuffer group, long mark, long incarnation, long entry, int changes, int records) {
        group.putLong(0, mark)
                .putInt(12, group.limit())
                .putLong(16, incarnation)
                .putLong(24, entry);
        group.putInt(32, changes).putInt(36, records);
        GroupHead head = new GroupHead(group);
        group.putInt(8, head.checksum());
    }

    static void putChange(ByteBuffer group, int number, GroupMember member) {
        int at = FIXED_BYTES + CHANGE_BYTES * number;
        group.putLong(at, member.change().account()).putInt(at + 8, 0);
        group.putInt(at + 12, member.kind().ordinal() << 24 | member.change().records());
    }

    static void putRecord(ByteBuffer group, int changes, int number, int length, int crc) {
        int at = bytes(changes, number);
        group.putInt(at, length).putInt(at + 4, crc);
    }

    private int checksum() {
        CRC32C crc = new CRC32C();
        crc.update(head.duplicate().position(12).limit(bytes(changes(), records())));
        return (int) crc.getValue();
    }

    int bytes() {
        return bytes(changes(), records());
    }

    int length() {
        return head.getInt(12);
    }

    long incarnation() {
        return head.getLong(16);
    }

    long entry() {
        return head.getLong(24);
    }

    int changes() {
        return head.getInt(32);
    }

    int records() {
        return head.getInt(36);
    }

    long account(int change) {
        return head.getLong(FIXED_BYTES + CHANGE_BYTES * change);
    }

    GroupMember.Kind kind(int change) {
        return head.get(FIXED_BYTES + CHANGE_BYTES * change + 12) == 0
                ? GroupMember.Kind.CHANGE
                : GroupMember.Kind.PART;
    }

    int recordsOf(int change) {
        return head.getInt(FIXED_BYTES + CHANGE_BYTES * change + 12) & 0xffffff;
    }

    int length(int record) {
        return head.getInt(bytes(changes(), record));
    }

    int crc(int record) {
        return head.getInt(bytes(changes(), record) + 4);
    }

    /** From the begin of the group. */
    int offset(int record) {
        int sum = bytes();
        for (int i = 0; i < record; i++) {
            sum += length(i);
        }
        return sum;
    }
}
