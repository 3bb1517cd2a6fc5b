package waypost.guard;

/**
 * Pairs of an account and a network that logged in of late, with the day of the last time. So many at most: then the oldest go, but
 * none of today's. Not safe for threads.
 */
final class FamiliarPairs {
    private static final int LEAST = 1 << 10;
    private static final int EIGHTH = 8;

    private final int most;
    private final int days;
    private long[] keys = new long[LEAST]; // zero for none; at most half of them are in use
    private char[] seen = new char[LEAST]; // day since 1970
    private int size;
    private long changes;

    /** @param days for how many a pair is familiar */
    FamiliarPairs(int most, int days) {
        this.most = most;
        this.days = days;
    }

    boolean has(long pair, int today) {
        int at = slot(keys, pair);
        return keys[at] != 0 && age(seen[at], today) < days;
    }

    void put(long pair, int today) {
        int at = slot(keys, pair);
        if (keys[at] == 0) {
            if (size >= most) {
                forgetOldest(today);
            }
            if (size >= most) {
                return;
            }
            if (2 * (size + 1) > keys.length) {
                rebuild(2 * keys.length, days, today);
            }
            at = slot(keys, pair);
            keys[at] = key(pair);
            size++;
            changes++;
        } else if (seen[at] != today) {
            changes++;
        }
        seen[at] = (char) today;
    }

    void clear() {
        keys = new long[LEAST];
        seen = new char[LEAST];
        size = 0;
        changes++;
    }

    int size() {
        return size;
    }

    /** Grows with each change. */
    long changes() {
        return changes;
    }

    /** @param key of the hashes */
    FamiliarCopy copy(byte[] key) {
        long[] pairs = new long[size];
        char[] last = new char[size];
        int copied = 0;
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                pairs[copied] = keys[i];
                last[copied++] = seen[i];
            }
        }
        return new FamiliarCopy(key, pairs, last);
    }

    /** Puts back those that are familiar still. */
    void restore(FamiliarCopy copy, int today) {
        for (int i = 0; i < copy.pairs().length; i++) {
            int day = copy.days()[i];
            if (age(day, today) < days) {
                put(copy.pairs()[i], day);
            }
        }
    }

    private static long key(long pair) {
        return pair == 0 ? 1 : pair;
    }

    private static int age(int day, int today) {
        return Math.max(0, today - day);
    }

    /** Where it is, or would be. */
    private static int slot(long[] keys, long pair) {
        long key = key(pair);
        int at = (int) key & keys.length - 1;
        while (keys[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    private void forgetOldest(int today) {
        int[] ages = new int[days + 1];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                ages[Math.min(days, age(seen[i], today))]++;
            }
        }
        int age = days;
        for (int gone = ages[age]; age > 1 && gone < most / EIGHTH; gone += ages[age]) {
            age--;
        }
        rebuild(keys.length, age, today);
    }

    /** @param younger what is kept, in days */
    private void rebuild(int length, int younger, int today) {
        long[] before = keys;
        char[] saw = seen;
        keys = new long[length];
        seen = new char[length];
        size = 0;
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0 && age(saw[i], today) < younger) {
                int at = slot(keys, before[i]);
                keys[at] = before[i];
                seen[at] = saw[i];
                size++;
            }
        }
    }
}
