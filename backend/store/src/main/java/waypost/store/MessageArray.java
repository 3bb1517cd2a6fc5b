package waypost.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Rows of messages in UID order. Not safe for threads. */
final class MessageArray {
    private static final int ROW_OCTETS = 44;

    private int size;
    private int[] uids;
    private long[] itemNos;
    private long[] flags;
    private long[] modseqs;
    private long[] octets;
    private long[] received;

    MessageArray() {
        this(8);
    }

    private MessageArray(int capacity) {
        uids = new int[capacity];
        itemNos = new long[capacity];
        flags = new long[capacity];
        modseqs = new long[capacity];
        octets = new long[capacity];
        received = new long[capacity];
    }

    MessageArray copy() {
        MessageArray copy = new MessageArray(size);
        copy.size = size;
        move(0, copy, 0, size);
        return copy;
    }

    int size() {
        return size;
    }

    /** What it takes in memory, about. */
    long octets() {
        return uids.length * (long) ROW_OCTETS;
    }

    long uid(int index) {
        return PackedUid.uid(uids[index]);
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

    long octets(int index) {
        return octets[index];
    }

    MessageRow row(int index) {
        return new MessageRow(
                uid(index),
                itemNos[index],
                new Flags(flags[index]),
                modseqs[index],
                octets[index],
                ReceivedAt.unpacked(received[index]));
    }

    int indexOf(long uid) {
        return PackedUid.indexOf(uids, size, uid);
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
        uids[index] = PackedUid.of(row.uid());
        itemNos[index] = row.itemNo();
        flags[index] = row.flags().bits();
        modseqs[index] = row.modseq();
        octets[index] = row.octets();
        received[index] = row.receivedAt().packed();
    }

    /** Takes out the rows of these UIDs, as far as they are there. */
    void remove(List<Long> gone) {
        if (gone.isEmpty()) {
            return;
        }
        BitSet marked = new BitSet(size);
        for (long uid : gone) {
            int index = indexOf(uid);
            if (index >= 0) {
                marked.set(index);
            }
        }
        int kept = 0;
        for (int from = marked.nextClearBit(0); from < size; ) {
            int next = marked.nextSetBit(from);
            int to = next < 0 ? size : next;
            move(from, this, kept, to - from);
            kept += to - from;
            from = marked.nextClearBit(to);
        }
        size = kept;
    }

    private void open(int index) {
        if (size == uids.length) {
            grow(Math.max(8, size + (size >> 1)));
        }
        move(index, this, index + 1, size - index);
        size++;
    }

    private void grow(int capacity) {
        uids = Arrays.copyOf(uids, capacity);
        itemNos = Arrays.copyOf(itemNos, capacity);
        flags = Arrays.copyOf(flags, capacity);
        modseqs = Arrays.copyOf(modseqs, capacity);
        octets = Arrays.copyOf(octets, capacity);
        received = Arrays.copyOf(received, capacity);
    }

    private void move(int from, MessageArray target, int to, int count) {
        System.arraycopy(uids, from, target.uids, to, count);
        System.arraycopy(itemNos, from, target.itemNos, to, count);
        System.arraycopy(flags, from, target.flags, to, count);
        System.arraycopy(modseqs, from, target.modseqs, to, count);
        System.arraycopy(octets, from, target.octets, to, count);
        System.arraycopy(received, from, target.received, to, count);
    }
}
