package waypost.directory;

/** A set of 64-bit hashes: 12 to 24 octets each, half as much again while it grows. One thread. */
public final class Hashes {
    private static final int FIRST_SIZE = 1 << 10;

    private long[] slots = new long[FIRST_SIZE];
    private int size;
    private boolean zero;

    /** The hash of a text; that two texts of a million have the same is one chance in thirty million. */
    public static long of(String text) {
        long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits, over UTF-16 units
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        // what FNV leaves undone in the upper bits: the finalizer of MurmurHash3
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }

    /** Whether it was not there yet. */
    public boolean add(long hash) {
        if (hash == 0) { // an empty slot
            boolean first = !zero;
            zero = true;
            return first;
        }
        int slot = slot(slots, hash);
        if (slots[slot] == hash) {
            return false;
        }
        slots[slot] = hash;
        size++;
        if (size > slots.length / 3 * 2) {
            grow();
        }
        return true;
    }

    public boolean contains(long hash) {
        return hash == 0 ? zero : slots[slot(slots, hash)] == hash;
    }

    public boolean isEmpty() {
        return size == 0 && !zero;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long hash : slots) {
            if (hash != 0) {
                larger[slot(larger, hash)] = hash;
            }
        }
        slots = larger;
    }

    /** Where it is or belongs. */
    private static int slot(long[] slots, long hash) {
        int slot = (int) hash & slots.length - 1;
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }
}
