package waypost.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written into a segment is what is read from it: lists of all densities, in one bucket and in many. */
final class GramSegmentTest {
    private static final long ACCOUNT = 7;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 64, 65, 1000})
    void readsWhatItWrites(int items) throws IOException {
        SplittableRandom random = new SplittableRandom(items);
        for (long estimate : new long[] {0, 1 << 16, 1 << 20}) {
            NavigableMap<Integer, int[]> lists = lists(random, items);
            MemoryTable table = new MemoryTable();
            SearchHead.Segment segment = write(table, items, estimate, lists);
            GramCursor cursor = new GramCursor(table, ACCOUNT, segment);
            int[] ordinals = new int[items];
            for (var list : lists.entrySet()) {
                assertEquals(list.getKey(), cursor.gram());
                assertArrayEquals(list.getValue(), Arrays.copyOf(ordinals, cursor.ordinals(ordinals)));
                cursor.next();
            }
            assertFalse(cursor.more());
            retains(table, segment, lists);
        }
    }

    private static void retains(Table table, SearchHead.Segment segment, NavigableMap<Integer, int[]> lists)
            throws IOException {
        for (var list : lists.entrySet()) {
            int number = segment.bucket(list.getKey());
            byte[] key = SearchKeys.bucket(ACCOUNT, segment.id(), number);
            GramBucket bucket =
                    new GramBucket(table.get(Family.TERMS, key).orElseThrow(), segment.items(), segment.base(number));
            do {
                bucket.next();
            } while (bucket.gram() < list.getKey());
            long[] all = new long[(segment.items() + 63) >> 6];
            Arrays.fill(all, -1);
            bucket.retain(all);
            int[] kept = BitSet.valueOf(all).stream()
                    .filter(ordinal -> ordinal < segment.items())
                    .toArray();
            assertArrayEquals(list.getValue(), kept);
        }
    }

    private static NavigableMap<Integer, int[]> lists(SplittableRandom random, int items) {
        NavigableMap<Integer, int[]> lists = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            double density = Math.pow(random.nextDouble(), 3);
            BitSet list = new BitSet();
            list.set(random.nextInt(items));
            for (int ordinal = 0; ordinal < items; ordinal++) {
                if (i == 0 || random.nextDouble() < density) {
                    list.set(ordinal);
                }
            }
            lists.put(random.nextInt(1 << GramRun.BITS), list.stream().toArray());
        }
        return lists;
    }

    private static SearchHead.Segment write(
            MemoryTable table, int items, long estimate, NavigableMap<Integer, int[]> lists) throws IOException {
        GramWriter writer = new GramWriter(table, ACCOUNT, 3, items, estimate);
        for (var list : lists.entrySet()) {
            writer.add(list.getKey(), list.getValue(), list.getValue().length);
        }
        Batch last = new Batch(table);
        long[] numbers = LongStream.rangeClosed(1, items).toArray();
        SearchHead.Segment segment = writer.finish(last, ItemRuns.of(numbers, items));
        table.write(last);
        return segment;
    }

    @Test
    void runsKeepNumbers() throws RecordReader.Malformed {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 200; i++) {
            int most = 1 + random.nextInt(60);
            long base = random.nextLong(1L << 40);
            long[] numbers = random.longs(1 + random.nextInt(50), base, base + most)
                    .sorted()
                    .distinct()
                    .toArray();
            ItemRuns runs = ItemRuns.read(ItemRuns.of(numbers, numbers.length).bytes());
            assertEquals(numbers.length, runs.size());
            assertArrayEquals(numbers, runs.toArray());
        }
    }

    @Test
    void aHeadKeepsItsSegments() throws IOException {
        SearchHead head = new SearchHead(
                1L << 47,
                9,
                List.of(new SearchHead.Segment(3, 70_000, 16, 1L << 33), new SearchHead.Segment(8, 1, 0, 4)));
        MemoryTable table = new MemoryTable();
        Batch batch = new Batch(table);
        batch.put(Family.TERMS, SearchKeys.head(ACCOUNT), head.bytes());
        table.write(batch);
        assertEquals(head, SearchHead.read(table, ACCOUNT).orElseThrow());
    }
}
