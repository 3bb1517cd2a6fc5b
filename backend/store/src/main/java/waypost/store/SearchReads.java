package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Questions to the search index of an account. */
final class SearchReads {
    /** Grams that are looked up of one text: a longer text is hardly rarer than its first hundred characters. */
    private static final int GRAMS = 100;

    /** How often the index may change while it is read before it is no use. */
    private static final int TRIES = 3;

    private SearchReads() {}

    /** The items that may have the text in one of the fields. */
    static SearchCandidates candidates(Table table, long account, Collection<SearchField> fields, String text)
            throws IOException {
        List<int[]> wanted = new ArrayList<>();
        for (SearchField field : fields) {
            int[] grams = GramText.of(field, text);
            if (grams.length == 0) {
                return SearchCandidates.ALL;
            }
            wanted.add(Arrays.copyOf(grams, Math.min(GRAMS, grams.length)));
        }
        return table.read(from -> candidates(from, account, wanted));
    }

    /** Segments go when others have their items: what was read of one that is still there afterwards was whole. */
    private static SearchCandidates candidates(Table table, long account, List<int[]> wanted) throws IOException {
        Optional<SearchHead> head = SearchHead.read(table, account);
        for (int tries = 0; head.isPresent() && tries < TRIES; tries++) {
            SearchCandidates candidates = candidates(table, account, head.get(), wanted);
            Optional<SearchHead> now = SearchHead.read(table, account);
            if (now.isPresent() && now.get().segments().containsAll(head.get().segments())) {
                return candidates;
            }
            head = now;
        }
        return head.isPresent() ? SearchCandidates.ALL : SearchCandidates.NOT_INDEXED;
    }

    private static SearchCandidates candidates(Table table, long account, SearchHead head, List<int[]> wanted)
            throws IOException {
        long[] excluded = new long[Math.toIntExact(head.items())];
        int count = 0;
        for (SearchHead.Segment segment : head.segments()) {
            long[] found = new long[(segment.items() + 63) >> 6];
            for (int[] grams : wanted) {
                long[] having = having(table, account, segment, grams);
                for (int i = 0; i < found.length; i++) {
                    found[i] |= having[i];
                }
            }
            Optional<byte[]> items = table.get(Family.TERMS, SearchKeys.items(account, segment.id()));
            if (items.isPresent()) {
                count = exclude(items(items.get()), found, excluded, count);
            }
        }
        return new SearchCandidates(excluded, count);
    }

    private static int exclude(ItemRuns items, long[] found, long[] excluded, int before) {
        int[] at = {before, 0};
        items.forEach(item -> {
            if ((found[at[1] >> 6] & 1L << at[1]) == 0) {
                excluded[at[0]++] = item;
            }
            at[1]++;
        });
        return at[0];
    }

    static ItemRuns items(byte[] value) throws IOException {
        try {
            return ItemRuns.read(value);
        } catch (RecordReader.Malformed damaged) {
            throw new IndexUnreadable("damaged items of a search segment", damaged);
        }
    }

    /** The ordinals of the items that have all grams; a bit may also be set behind the last. */
    private static long[] having(Table table, long account, SearchHead.Segment segment, int[] grams)
            throws IOException {
        long[] ordinals = new long[(segment.items() + 63) >> 6];
        Arrays.fill(ordinals, -1L);
        int at = 0;
        while (at < grams.length) {
            int number = segment.bucket(grams[at]);
            Optional<byte[]> value = table.get(Family.TERMS, SearchKeys.bucket(account, segment.id(), number));
            if (value.isEmpty()) {
                return new long[ordinals.length];
            }
            GramBucket bucket = new GramBucket(value.get(), segment.items(), segment.base(number));
            boolean more = bucket.next();
            for (; at < grams.length && segment.bucket(grams[at]) == number; at++) {
                while (more && bucket.gram() < grams[at]) {
                    more = bucket.next();
                }
                if (!more || bucket.gram() != grams[at]) {
                    return new long[ordinals.length];
                }
                bucket.retain(ordinals);
            }
            if (none(ordinals)) {
                return ordinals;
            }
        }
        return ordinals;
    }

    private static boolean none(long[] ordinals) {
        for (long word : ordinals) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }
}
