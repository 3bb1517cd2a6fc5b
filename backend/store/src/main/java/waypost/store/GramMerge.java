package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes one segment of neighbours, without the items that are gone. In memory are a bucket of each and one list at a time. One thread. */
final class GramMerge {
    private final Table table;
    private final long account;
    private final List<SearchHead.Segment> segments;

    /** For each ordinal of each segment that in the new one, or -1. */
    private final List<int[]> places = new ArrayList<>();

    private final long[] items;
    private int kept;

    /** Looks up which items are still there. */
    GramMerge(Table table, long account, List<SearchHead.Segment> segments) throws IOException {
        this.table = table;
        this.account = account;
        this.segments = segments;
        this.items =
                new long[segments.stream().mapToInt(SearchHead.Segment::items).sum()];
        for (SearchHead.Segment segment : segments) {
            places.add(places(segment));
        }
    }

    /** Items that are still there. */
    int kept() {
        return kept;
    }

    private int[] places(SearchHead.Segment segment) throws IOException {
        Optional<byte[]> value = table.get(Family.TERMS, SearchKeys.items(account, segment.id()));
        int[] places = new int[segment.items()];
        Arrays.fill(places, -1);
        if (value.isEmpty()) {
            return places;
        }
        long[] own = SearchReads.items(value.get()).toArray();
        int[] ordinal = {0};
        byte[] first = Keys.item(account, own[0]);
        table.scanFrom(Family.ACCOUNTS, Keys.items(account), first, (_, entry) -> {
            if (Entry.of(entry).state() instanceof StateRecord.Item item) {
                while (ordinal[0] < own.length && own[ordinal[0]] < item.itemNo()) {
                    ordinal[0]++;
                }
                if (ordinal[0] < own.length && own[ordinal[0]] == item.itemNo()) {
                    items[kept] = item.itemNo();
                    places[ordinal[0]] = kept++;
                }
            }
            return ordinal[0] < own.length;
        });
        return places;
    }

    /** Writes the new segment; the last of it comes into the batch, with the end of the others. There must be items to keep. */
    SearchHead.Segment write(int id, Batch last) throws IOException {
        long estimate = segments.stream().mapToLong(SearchHead.Segment::octets).sum();
        GramWriter out = new GramWriter(table, account, id, kept, estimate);
        List<GramCursor> cursors = new ArrayList<>();
        for (SearchHead.Segment segment : segments) {
            cursors.add(new GramCursor(table, account, segment));
        }
        int[] from = new int[items.length];
        int[] into = new int[kept];
        for (int gram = least(cursors); gram != GramRun.NONE; gram = least(cursors)) {
            int count = 0;
            for (int i = 0; i < cursors.size(); i++) {
                GramCursor cursor = cursors.get(i);
                if (cursor.more() && cursor.gram() == gram) {
                    count = place(from, cursor.ordinals(from), places.get(i), into, count);
                    cursor.next();
                }
            }
            if (count > 0) {
                out.add(gram, into, count);
            }
        }
        remove(last);
        return out.finish(last, ItemRuns.of(items, kept));
    }

    private static int least(List<GramCursor> cursors) {
        int least = GramRun.NONE;
        for (GramCursor cursor : cursors) {
            if (cursor.more() && (least == GramRun.NONE || cursor.gram() < least)) {
                least = cursor.gram();
            }
        }
        return least;
    }

    private static int place(int[] ordinals, int count, int[] places, int[] into, int before) {
        int placed = before;
        for (int i = 0; i < count; i++) {
            int place = places[ordinals[i]];
            if (place >= 0) {
                into[placed++] = place;
            }
        }
        return placed;
    }

    /** Takes the segments out. */
    void remove(Batch last) {
        for (SearchHead.Segment segment : segments) {
            last.delete(Family.TERMS, SearchKeys.items(account, segment.id()));
            for (int bucket = 0; bucket < segment.buckets(); bucket++) {
                last.delete(Family.TERMS, SearchKeys.bucket(account, segment.id(), bucket));
            }
        }
    }
}
