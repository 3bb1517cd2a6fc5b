package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UidRangeTest {
    private final SplittableRandom random = new SplittableRandom(20_261_129);

    @Test
    void neighboursAreOneRange() {
        assertEquals(List.of(), UidRange.of(List.of()));
        assertEquals(
                List.of(new UidRange(1, 1), new UidRange(3, 5), new UidRange(0xFFFF_FFFFL, 0xFFFF_FFFFL)),
                UidRange.of(List.of(1L, 3L, 4L, 5L, 0xFFFF_FFFFL)));
    }

    @Test
    void aUnionHasEachOnceAndComesBackFromItsBytes() throws Exception {
        for (int round = 0; round < 500; round++) {
            TreeSet<Long> all = new TreeSet<>();
            List<UidRange> ranges = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                long first = 1L + random.nextInt(40);
                UidRange range = new UidRange(first, first + random.nextInt(8));
                ranges.add(range);
                LongStream.rangeClosed(range.first(), range.last()).forEach(all::add);
            }
            List<UidRange> union = UidRange.union(ranges);
            assertEquals(UidRange.of(all), union);
            RecordWriter out = new RecordWriter();
            UidRange.write(out, union);
            assertEquals(union, UidRange.read(new RecordReader(ByteBuffer.wrap(out.bytes()))));
        }
    }
}
