package waypost.guard;

import java.util.Arrays;

/** What was counted within the last hour, each thing once, however often it came. Takes at most so many, then the new ones for the oldest. */
final class Tally {
    /** Minutes. */
    static final int WINDOW = 60;

    private static final int MINUTE_BITS = 20;
    private static final long MINUTE = (1L << MINUTE_BITS) - 1;
    private static final long[] NONE = new long[0];

    private final int most;
    private long[] members = NONE; // the upper bits of a hash, and the minute of the last time
    private int size;

    Tally(int most) {
        this.most = most;
    }

    /**
     * Whether it is new.
     *
     * @param minute since whenever, never less than before
     */
    boolean add(long hash, int minute) {
        forget(minute);
        int found = find(hash);
        int at = found >= 0 ? found : size < most ? grown() : oldest(minute);
        members[at] = hash & ~MINUTE | minute & MINUTE;
        return found < 0;
    }

    /** Whether it was there. */
    boolean remove(long hash) {
        int at = find(hash);
        if (at >= 0) {
            members[at] = members[--size];
        }
        return at >= 0;
    }

    int count(int minute) {
        forget(minute);
        return size;
    }

    private int grown() {
        if (size == members.length) {
            members = Arrays.copyOf(members, Math.min(most, Math.max(2, 2 * size)));
        }
        return size++;
    }

    private int find(long hash) {
        for (int i = 0; i < size; i++) {
            if (((members[i] ^ hash) & ~MINUTE) == 0) {
                return i;
            }
        }
        return -1;
    }

    private int oldest(int minute) {
        int oldest = 0;
        for (int i = 1; i < size; i++) {
            if (age(members[i], minute) > age(members[oldest], minute)) {
                oldest = i;
            }
        }
        return oldest;
    }

    private void forget(int minute) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (age(members[i], minute) < WINDOW) {
                members[kept++] = members[i];
            }
        }
        size = kept;
    }

    private static long age(long member, int minute) {
        return minute - member & MINUTE;
    }
}
