package waypost.store;

import java.util.Arrays;

/** Rows of messages in UID order. Copied when changed after it was shared. Not safe for threads. */
final class MessageArray {
    private int size;
    private int[] uids;
    private long[] itemNos;
    private long[] flags;
    private long[] modseqs;

    MessageArray() {
        this(0, new int[8], new long[8], new long[8], new long[8]);
    }

    private MessageArray(int size, int[] uids, long[] itemNos, long[] flags, long[] modseqs) {
        this.size = size;
        this.uids = uids;
        this.itemNos = itemNos;
        this.flags = flags;
        this.modseqs = modseqs;
    }

    MessageArray copy() {
        return new MessageArray(
                size,
                Arrays.copyOf(uids, size),
                Arrays.copyOf(itemNos, size),
                Arrays.copyOf(flags, size),
                Arrays.copyOf(modseqs, size));
    }

    int size() {
        return size;
    }

    long uid(int index) {
        return uids[index] & 0xFFFF_FFFFL;
    }

    long itemNo(int index) {
        return itemNos[index];
    }

    long flags(int index) {
        return flags[index];
    }

    long modseq(int index) {
        return modseqs[index];
    }

    MessageRow row(int index) {
        return new MessageRow(uid(index), itemNos[index], new Flags(flags[index]), modseqs[index]);
    }

    int indexOf(long uid) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compare(uid(middle), uid);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** Puts the row where its UID belongs, unless a newer one is there. */
    void put(MessageRow row) {
        int index = indexOf(row.uid());
        if (index < 0) {
            index = -index - 1;
            open(index);
        } else if (modseqs[index] > row.modseq()) {
            return;
        }
        uids[index] = (int) row.uid();
        itemNos[index] = row.itemNo();
        flags[index] = row.flags().bits();
        modseqs[index] = row.modseq();
    }

    boolean remove(long uid) {
        int index = indexOf(uid);
        if (index < 0) {
            return false;
        }
        size--;
        shift(index + 1, index, size - index);
        return true;
    }

    private void open(int index) {
        if (size == uids.length) {
            int capacity = Math.max(8, size + (size >> 1));
            uids = Arrays.copyOf(uids, capacity);
            itemNos = Arrays.copyOf(itemNos, capacity);
            flags = Arrays.copyOf(flags, capacity);
            modseqs = Arrays.copyOf(modseqs, capacity);
        }
        shift(index, index + 1, size - index);
        size++;
    }

    private void shift(int from, int to, int count) {
        System.arraycopy(uids, from, uids, to, count);
        System.arraycopy(itemNos, from, itemNos, to, count);
        System.arraycopy(flags, from, flags, to, count);
        System.arraycopy(modseqs, from, modseqs, to, count);
    }
}
