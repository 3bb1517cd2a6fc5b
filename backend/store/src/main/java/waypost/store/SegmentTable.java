package waypost.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where some of the entries of a segment begin; the others follow from group to group. Any thread. */
final class SegmentTable {
    static final int ROW_BYTES = 16;

    /** Rows are at least so far apart. */
    private static final int STRIDE = 8 << 10;

    private long[] entries = new long[64];
    private long[] offsets = new long[64];
    private int rows;

    synchronized void add(long entry, long offset) {
        if (rows > 0 && offset < offsets[rows - 1] + STRIDE) {
            return;
        }
        resume(entry, offset);
    }

    /** Adds a row, however near the last one is: the groups between do not lead here. */
    synchronized void resume(long entry, long offset) {
        if (rows == entries.length) {
            entries = Arrays.copyOf(entries, rows * 2);
            offsets = Arrays.copyOf(offsets, rows * 2);
        }
        entries[rows] = entry;
        offsets[rows++] = offset;
    }

    /** The offset of the last row that is not behind the entry; that of the first group when there is none. */
    synchronized long before(long entry) {
        int row = row(entry);
        return row < 0 ? SegmentHeader.BYTES : offsets[row];
    }

    /** The offset of the first row behind the entry; the given end when there is none. */
    synchronized long behind(long entry, long end) {
        int row = row(entry) + 1;
        return row < rows ? offsets[row] : end;
    }

    /** The last row that is not behind the entry. */
    private int row(long entry) {
        int found = Arrays.binarySearch(entries, 0, rows, entry);
        return found >= 0 ? found : -found - 2;
    }

    synchronized int rows() {
        return rows;
    }

    synchronized void write(ByteBuffer target) {
        for (int i = 0; i < rows; i++) {
            target.putLong(entries[i]).putLong(offsets[i]);
        }
    }

    static SegmentTable read(ByteBuffer source) {
        SegmentTable table = new SegmentTable();
        while (source.remaining() >= ROW_BYTES) {
            table.resume(source.getLong(), source.getLong());
        }
        return table;
    }
}
