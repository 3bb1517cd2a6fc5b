package waypost.store;

import java.util.Arrays;

/** A UID (32 bit, unsigned) in an {@code int} whose signed order is that of the UIDs: the smallest form in which many can be kept and found. */
public final class PackedUid {
    private static final long LAST = 0xFFFF_FFFFL;

    private PackedUid() {}

    public static int of(long uid) {
        return (int) uid ^ Integer.MIN_VALUE;
    }

    public static long uid(int packed) {
        return (packed ^ Integer.MIN_VALUE) & LAST;
    }

    /** Index of the UID among the first {@code size}, which grow; if it is not there, {@code -(where it would be) - 1}. */
    public static int indexOf(int[] growing, int size, long uid) {
        return uid > LAST ? -size - 1 : Arrays.binarySearch(growing, 0, size, of(uid));
    }
}
