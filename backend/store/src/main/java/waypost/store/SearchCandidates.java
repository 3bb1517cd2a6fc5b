package waypost.store;

import java.util.Arrays;

/** Items of an account that may have some text, as far as its search index tells: all that have it, and all that the index does not know. One thread. */
public final class SearchCandidates {
    /** Nothing is known. */
    static final SearchCandidates ALL = new SearchCandidates(new long[0], 0);

    /** Nothing is known, and an index would know. */
    static final SearchCandidates NOT_INDEXED = new SearchCandidates(new long[0], 0);

    private final long[] excluded;
    private final int count;
    private int at;

    /** @param excluded ascending */
    SearchCandidates(long[] excluded, int count) {
        this.excluded = excluded;
        this.count = count;
    }

    /** Whether the index says nothing about any item. */
    public boolean all() {
        return count == 0;
    }

    /** Whether the item may have the text. Cheapest when asked in ascending order. */
    public boolean mayHold(long itemNo) {
        if (at < count && excluded[at] == itemNo) {
            at++;
            return false;
        }
        int found = Arrays.binarySearch(excluded, 0, count, itemNo);
        at = found < 0 ? -found - 1 : found + 1;
        return found < 0;
    }
}
