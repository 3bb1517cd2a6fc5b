package waypost.store;

import java.util.Arrays;

/** The grams of one message, then of the next: each once, in order. One thread. */
final class GramSet {
    private final long[] words = new long[1 << GramRun.BITS - 6];

    /** Which words are not empty. */
    private final long[] used = new long[words.length >> 6];

    private int size;

    /** @param gram may be {@link GramRun#NONE} */
    void add(int gram) {
        if (gram == GramRun.NONE) {
            return;
        }
        int word = gram >>> 6;
        long bit = 1L << gram;
        if ((words[word] & bit) == 0) {
            words[word] |= bit;
            used[word >>> 6] |= 1L << word;
            size++;
        }
    }

    /** Takes all out. */
    int[] drain() {
        int[] grams = new int[size];
        int count = 0;
        for (int i = 0; i < used.length; i++) {
            for (long left = used[i]; left != 0; left &= left - 1) {
                int word = (i << 6) + Long.numberOfTrailingZeros(left);
                for (long bits = words[word]; bits != 0; bits &= bits - 1) {
                    grams[count++] = (word << 6) + Long.numberOfTrailingZeros(bits);
                }
                words[word] = 0;
            }
        }
        Arrays.fill(used, 0);
        size = 0;
        return grams;
    }
}
