package waypost.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import waypost.protocol.imap.SelectedMailbox.Event;
import waypost.store.Flags;
import waypost.store.FolderSnapshot;
import waypost.store.MessageRow;
import waypost.store.PackedUid;

/**
 * The messages of an open mailbox as its session was last told, in UID order: compact arrays, 13 octets a message. Indexes count from 0.
 * What never changes of a message is asked of the open folder. Messages that are gone stay until {@link #removeGone}. One session's thread.
 */
final class SessionView {
    private static final byte RECENT = 1;
    private static final byte GONE = 2;

    private int size;
    private int[] uids;
    private long[] flags;
    private byte[] marks;
    private int recent;
    private int gone;

    /** Before this one none is gone. */
    private int firstGone = Integer.MAX_VALUE;

    /** All messages of the snapshot, none of them recent. */
    SessionView(FolderSnapshot snapshot) {
        size = snapshot.size();
        uids = new int[size];
        flags = new long[size];
        marks = new byte[size];
        for (int i = 0; i < size; i++) {
            uids[i] = PackedUid.of(snapshot.uid(i));
            flags[i] = snapshot.flags(i).bits();
        }
    }

    int size() {
        return size;
    }

    /** All flags that any of them has. */
    Flags used() {
        long used = 0;
        for (int i = 0; i < size; i++) {
            used |= flags[i];
        }
        return new Flags(used);
    }

    int recent() {
        return recent;
    }

    long uid(int index) {
        return PackedUid.uid(uids[checked(index)]);
    }

    Flags flags(int index) {
        return new Flags(flags[checked(index)]);
    }

    void flags(int index, Flags changed) {
        flags[checked(index)] = changed.bits();
    }

    boolean isRecent(int index) {
        return (marks[checked(index)] & RECENT) != 0;
    }

    void markRecent(int index) {
        if (!isRecent(index)) {
            marks[index] |= RECENT;
            recent++;
        }
    }

    boolean isGone(int index) {
        return (marks[checked(index)] & GONE) != 0;
    }

    /** Of a message that is not in the view nothing is to be marked. */
    void markGone(long uid) {
        int index = indexOf(uid);
        if (index >= 0 && !isGone(index)) {
            marks[index] |= GONE;
            gone++;
            firstGone = Math.min(firstGone, index);
        }
    }

    /** Index of the message with this UID; if there is none, {@code -(where it would be) - 1}. */
    int indexOf(long uid) {
        return PackedUid.indexOf(uids, size, uid);
    }

    /** Adds a message behind the others. */
    void append(MessageRow row) {
        if (size > 0 && uid(size - 1) >= row.uid()) {
            throw new IllegalStateException("UID " + row.uid() + " after " + uid(size - 1));
        }
        if (size == uids.length) {
            int capacity = Math.max(8, size + (size >> 2));
            uids = Arrays.copyOf(uids, capacity);
            flags = Arrays.copyOf(flags, capacity);
            marks = Arrays.copyOf(marks, capacity);
        }
        uids[size] = PackedUid.of(row.uid());
        flags[size] = row.flags().bits();
        marks[size] = 0;
        size++;
    }

    boolean hasGone() {
        return gone > 0;
    }

    /** Takes out what is gone. */
    List<Event.Expunged> removeGone() {
        List<Event.Expunged> removed = new ArrayList<>(gone);
        for (int from = firstGone, kept = firstGone; gone > 0; gone--) {
            removed.add(new Event.Expunged(kept + 1, uid(from)));
            recent -= isRecent(from) ? 1 : 0;
            int next = gone == 1 ? size : nextGone(from + 1);
            move(from + 1, kept, next - from - 1);
            kept += next - from - 1;
            from = next;
        }
        size -= removed.size();
        firstGone = Integer.MAX_VALUE;
        return removed;
    }

    private int nextGone(int from) {
        int index = from;
        while (!isGone(index)) {
            index++;
        }
        return index;
    }

    private void move(int from, int to, int count) {
        System.arraycopy(uids, from, uids, to, count);
        System.arraycopy(flags, from, flags, to, count);
        System.arraycopy(marks, from, marks, to, count);
    }

    private int checked(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return index;
    }
}
