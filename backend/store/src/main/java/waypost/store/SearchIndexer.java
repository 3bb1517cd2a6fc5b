package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.message.Preview;
import waypost.message.Scanned;

/**
 * Brings the search indexes of accounts up to date, a step at a time: new items become a segment, eight neighbours of about a size become one, and segments
 * whose items are mostly gone are written again without them. What a crash leaves of a step is in no head and so in no index. One thread.
 */
final class SearchIndexer {
    private static final Logger log = LoggerFactory.getLogger(SearchIndexer.class);

    /** What one step takes in: items, grams of all, octets read. */
    private static final int ITEMS = 4096;

    private static final int GRAMS = 1 << 21;
    private static final long OCTETS = 64L << 20;

    /** So many neighbours become one. */
    private static final int MERGED = 8;

    /** A segment with more items stays as it is: a list of one gram is 8 KiB at most. */
    private static final int FULL = 1 << 13;

    /** So many items, or items that are gone, are no reason to do anything. */
    private static final int FEW = 256;

    private final VolumeCore volume;
    private final GramText text = new GramText();

    SearchIndexer(VolumeCore volume) {
        this.volume = volume;
    }

    /** Whether there may be something to do. */
    boolean behind(long account) throws IOException {
        Optional<SearchHead> head = SearchHead.read(table(), account);
        return head.isEmpty() ? begun(account) : head.get().reach() < lastItem(account);
    }

    /** Whether the account has an index, of whatever version. */
    boolean begun(long account) throws IOException {
        return SearchHead.exists(table(), account);
    }

    /** Whether the account has no index and is so large that one would spare its searches much. */
    boolean worthwhile(long account) throws IOException {
        return !begun(account) && lastItem(account) >= FEW;
    }

    private long lastItem(long account) throws IOException {
        return AccountReads.state(table(), account).counters().itemNo();
    }

    /** Does the next thing there is to do of an index that was {@link #begin begun}; answers whether there may be more. */
    boolean step(long account) throws IOException {
        if (!begun(account)) {
            return false;
        }
        Optional<SearchHead> known = SearchHead.read(table(), account);
        if (known.isEmpty()) {
            begin(account);
            return true;
        }
        SearchHead head = known.get();
        return add(account, head) || merge(account, head) || shrink(account, head);
    }

    /** Makes an empty index, also in place of one of another version: from now on it is kept up to date. */
    void begin(long account) throws IOException {
        Batch batch = new Batch(table());
        remove(Keys.account(account), Keys.account(account), batch);
        put(account, SearchHead.EMPTY, batch);
    }

    /** Removes the index, if there is one. */
    void forget(long account) throws IOException {
        Batch batch = new Batch(table());
        remove(Keys.account(account), Keys.account(account), batch);
        table().write(batch);
    }

    /** Removes what a crash has left of a segment that was never finished. */
    void tidy(long account) throws IOException {
        Optional<SearchHead> head = SearchHead.read(table(), account);
        if (head.isPresent()) {
            Batch batch = new Batch(table());
            remove(
                    SearchKeys.buckets(account),
                    SearchKeys.bucket(account, head.get().next(), 0),
                    batch);
            table().write(batch);
        }
    }

    private void remove(byte[] prefix, byte[] first, Batch batch) throws IOException {
        table().scanFrom(Family.TERMS, prefix, first, (key, _) -> {
            batch.delete(Family.TERMS, key);
            return true;
        });
    }

    private boolean add(long account, SearchHead head) throws IOException {
        List<StateRecord.Item> waiting = new ArrayList<>();
        long[] octets = {0};
        byte[] first = Keys.item(account, head.reach() + 1);
        table().scanFrom(Family.ACCOUNTS, Keys.items(account), first, (_, value) -> {
            if (Entry.of(value).state() instanceof StateRecord.Item item) {
                waiting.add(item);
                octets[0] += item.size();
            }
            return waiting.size() < ITEMS && octets[0] < OCTETS;
        });
        if (waiting.isEmpty()) {
            return false;
        }
        long[] items = new long[waiting.size()];
        int[][] grams = new int[waiting.size()][];
        int count = 0;
        int total = 0;
        long reach = head.reach();
        Batch previews = new Batch(table());
        for (int i = 0; i < waiting.size() && total < GRAMS; i++) {
            reach = waiting.get(i).itemNo();
            Optional<int[]> own = grams(waiting.get(i), previews);
            if (own.isPresent()) {
                items[count] = reach;
                grams[count++] = own.get();
                total += own.get().length;
            }
        }
        table().write(previews);
        write(account, head, reach, ItemRuns.of(items, count), grams);
        return true;
    }

    /** Empty where they cannot be read: a search then looks at the item itself. The preview is made on the way, as all is read. */
    private Optional<int[]> grams(StateRecord.Item item, Batch previews) {
        try {
            Message message = new Message(item, volume.journal(), volume.index());
            Scanned scanned = message.scanned();
            if (item.body().id().isPresent() && message.previewAtHand().isEmpty()) {
                byte[] key = Keys.preview(item.body().id().get());
                previews.put(
                        Family.DERIVED, key, StoredPreview.bytes(Preview.of(message.octets(), scanned.structure())));
            }
            return Optional.of(text.of(message.octets(), scanned));
        } catch (IOException | RuntimeException unreadable) {
            log.warn(
                    "event=not-indexed account={} item={} why=\"{}\"",
                    item.account(),
                    item.itemNo(),
                    String.valueOf(unreadable));
            return Optional.empty();
        }
    }

    private void write(long account, SearchHead head, long reach, ItemRuns items, int[][] grams) throws IOException {
        List<SearchHead.Segment> segments = new ArrayList<>(head.segments());
        Batch last = new Batch(table());
        if (items.size() > 0) {
            segments.add(segment(account, head.next(), items, grams, last));
        }
        put(account, new SearchHead(reach, head.next() + 1, segments), last);
    }

    private SearchHead.Segment segment(long account, int id, ItemRuns items, int[][] grams, Batch last)
            throws IOException {
        int total = 0;
        for (int i = 0; i < items.size(); i++) {
            total += grams[i].length;
        }
        long[] pairs = new long[total];
        int count = 0;
        for (int ordinal = 0; ordinal < items.size(); ordinal++) {
            for (int gram : grams[ordinal]) {
                pairs[count++] = (long) gram << Integer.SIZE | ordinal;
            }
        }
        Arrays.sort(pairs);
        GramWriter out = new GramWriter(table(), account, id, items.size(), total);
        int[] ordinals = new int[items.size()];
        for (int from = 0; from < total; ) {
            int gram = (int) (pairs[from] >>> Integer.SIZE);
            int having = 0;
            while (from < total && (int) (pairs[from] >>> Integer.SIZE) == gram) {
                ordinals[having++] = (int) pairs[from++];
            }
            out.add(gram, ordinals, having);
        }
        return out.finish(last, items);
    }

    private boolean merge(long account, SearchHead head) throws IOException {
        List<SearchHead.Segment> segments = head.segments();
        for (int most = MERGED; most <= FULL; most *= MERGED) {
            int run = 0;
            for (int i = 0; i < segments.size(); i++) {
                run = segments.get(i).items() < most ? run + 1 : 0;
                if (run == MERGED) {
                    replace(account, head, i + 1 - MERGED, i + 1);
                    return true;
                }
            }
        }
        return false;
    }

    private boolean shrink(long account, SearchHead head) throws IOException {
        long live = 0;
        for (StateRecord.FolderState folder :
                AccountReads.folders(table(), account).values()) {
            if (folder.type().role() == FolderRole.SEARCH) {
                continue; // its messages are counted where they are
            }
            live += StoredCounts.of(table().get(Family.ACCOUNTS, Keys.counts(account, folder.folderId())))
                    .messages();
        }
        if (head.items() - live < Math.max(FEW, live)) {
            return false;
        }
        for (int i = 0; i < head.segments().size(); i++) {
            SearchHead.Segment segment = head.segments().get(i);
            if (new GramMerge(table(), account, List.of(segment)).kept() <= segment.items() / 2) {
                replace(account, head, i, i + 1);
                return true;
            }
        }
        return false;
    }

    private void replace(long account, SearchHead head, int from, int to) throws IOException {
        Batch last = new Batch(table());
        GramMerge merge = new GramMerge(table(), account, head.segments().subList(from, to));
        List<SearchHead.Segment> segments = new ArrayList<>(head.segments().subList(0, from));
        if (merge.kept() == 0) {
            merge.remove(last);
        } else {
            segments.add(merge.write(head.next(), last));
        }
        segments.addAll(head.segments().subList(to, head.segments().size()));
        put(account, new SearchHead(head.reach(), head.next() + 1, segments), last);
    }

    private void put(long account, SearchHead head, Batch last) throws IOException {
        last.put(Family.TERMS, SearchKeys.head(account), head.bytes());
        table().write(last);
    }

    private Table table() {
        return volume.table();
    }
}
