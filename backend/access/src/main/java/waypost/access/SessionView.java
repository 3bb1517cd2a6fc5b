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
        int kept = 0;
        for (int i = 0; i < size && gone > 0; i++) {
            if (isGone(i)) {
                removed.add(new Event.Expunged(kept + 1, uid(i)));
                recent -= isRecent(i) ? 1 : 0;
            } else {
                uids[kept] = uids[i];
                flags[kept] = flags[i];
                marks[kept] = marks[i];
                kept++;
            }
        }
        size -= gone;
        gone = 0;
        return removed;
    }

    private int checked(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return index;
    }
}
