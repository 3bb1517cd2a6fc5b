package waypost.guard;

import java.util.Arrays;

/** Log-ins that are held, as the times when each is over: whose client goes away keeps its place until then. */
final class Places {
    private static final long[] NONE = new long[0];

    private long[] ends = NONE;
    private int size;

    int taken(long now) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (ends[i] - now > 0) {
                ends[kept++] = ends[i];
            }
        }
        size = kept;
        return size;
    }

    void take(long end) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, Math.max(2, 2 * size));
        }
        ends[size++] = end;
    }

    /** One is free before its time. */
    void leave() {
        size = Math.max(0, size - 1);
    }
}
