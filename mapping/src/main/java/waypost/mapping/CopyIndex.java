package waypost.mapping;

import java.util.function.IntConsumer;
import waypost.directory.Hashes;

/** Where records are, by a hash of what they are found by: 12 to 24 octets for each. One thread. */
final class CopyIndex {
    private static final int FIRST_SIZE = 1 << 10;

    /** A hash in the upper half, one more than a place in the lower; 0 is an empty slot. */
    private long[] slots = new long[FIRST_SIZE];

    private int size;

    static int hash(String text) {
        return (int) Hashes.of(text);
    }

    /** @param place not negative */
    void add(int hash, int place) {
        if (size >= slots.length / 3 * 2) {
            grow();
        }
        insert(slots, (long) hash << 32 | place + 1);
        size++;
    }

    /** The places of all that has this hash. */
    void each(int hash, IntConsumer each) {
        for (int at = hash & slots.length - 1; slots[at] != 0; at = at + 1 & slots.length - 1) {
            if (hash(slots[at]) == hash) {
                each.accept((int) slots[at] - 1);
            }
        }
    }

    /** Of everything. */
    int[] places() {
        int[] places = new int[size];
        int next = 0;
        for (long slot : slots) {
            if (slot != 0) {
                places[next++] = (int) slot - 1;
            }
        }
        return places;
    }

    /** What is behind it moves up, so that nothing is looked for in vain at an empty slot. */
    void remove(int hash, int place) {
        int mask = slots.length - 1;
        int hole = hash & mask;
        while (slots[hole] != ((long) hash << 32 | place + 1)) {
            if (slots[hole] == 0) {
                throw new IllegalArgumentException("not here: " + place);
            }
            hole = hole + 1 & mask;
        }
        for (int at = hole + 1 & mask; slots[at] != 0; at = at + 1 & mask) {
            int first = hash(slots[at]) & mask;
            if ((at - first & mask) >= (at - hole & mask)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = 0;
        size--;
    }

    private static int hash(long slot) {
        return (int) (slot >>> 32);
    }

    private static void insert(long[] slots, long slot) {
        int at = hash(slot) & slots.length - 1;
        while (slots[at] != 0) {
            at = at + 1 & slots.length - 1;
        }
        slots[at] = slot;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long slot : slots) {
            if (slot != 0) {
                insert(larger, slot);
            }
        }
        slots = larger;
    }
}
