package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
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
 *
 * <p>A cleaned segment has the same entries. A record that has been dropped keeps its number and has the length {@link #DROPPED}. Entries of
 * which nothing is left are a run: a head alone, with no changes, the last of them as its entry and their number in place of the records.
 */
final class GroupHead {
    static final int FIXED_BYTES = 40;
    static final int MAX_RECORDS = 1 << 20;
    private static final int CHANGE_BYTES = 16;
    private static final int RECORD_BYTES = 8;
    private static final int ALIGNMENT = 8;

    /** In place of a length: the cleaner has left the record out. */
    private static final int DROPPED = Integer.MIN_VALUE;

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
        boolean run = changes == 0 && records > 0;
        boolean group = changes > 0 && records >= changes && records <= MAX_RECORDS;
        if (fixed.getLong(0) != mark || !(run || group)) {
            return Optional.empty();
        }
        int size = run ? FIXED_BYTES : bytes(changes, records);
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

    /** The head of a run of so many entries that ends with this one. */
    static ByteBuffer run(long mark, long incarnation, long entry, int entries) {
        ByteBuffer run = ByteBuffer.allocate(FIXED_BYTES);
        complete(run, mark, incarnation, entry, 0, entries);
        return run;
    }

    /** The head of what is left of this group, record by record. */
    ByteBuffer reduced(List<Optional<ByteBuffer>> left) {
        ByteBuffer group = ByteBuffer.allocate(bytes());
        group.put(head.duplicate().position(0)).clear();
        int length = bytes();
        for (int i = 0; i < left.size(); i++) {
            Optional<ByteBuffer> record = left.get(i);
            putRecord(
                    group,
                    changes(),
                    i,
                    record.map(ByteBuffer::remaining).orElse(DROPPED),
                    record.map(GroupCheck::crc).orElse(0));
            length += record.map(ByteBuffer::remaining).orElse(0);
        }
        group.putInt(12, length);
        group.putInt(8, new GroupHead(group).checksum());
        return group;
    }

    long mark() {
        return head.getLong(0);
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
        return changes() == 0 ? 0 : head.getInt(36);
    }

    /** The first entry it accounts for: its own, or that of a run begins. */
    long from() {
        return changes() == 0 ? entry() - head.getInt(36) + 1 : entry();
    }

    /** Whether the entry is this one, or of this run. */
    boolean covers(long wanted) {
        return from() <= wanted && wanted <= entry();
    }

    /** Whether a cleaner has left the record out. */
    boolean dropped(int record) {
        return changes() == 0 || stored(record) == DROPPED;
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

    /** 0 where it was dropped. */
    int length(int record) {
        int stored = stored(record);
        return stored == DROPPED ? 0 : stored;
    }

    private int stored(int record) {
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

    /** Of all records, from the begin of the group. */
    int[] offsets() {
        int[] offsets = new int[records()];
        int sum = bytes();
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = sum;
            sum += length(i);
        }
        return offsets;
    }
}
