package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import waypost.protocol.imap.SequenceSet.Range;

class UidRangesTest {
    private static final int MOST = 20;

    @Test
    void areWrittenAsFewRangesThatGrow() {
        List<Range> written =
                List.of(new Range(9, 7), new Range(1, 1), new Range(2, 3), new Range(8, SequenceSet.STAR));
        assertEquals("1:3,7:12", UidRanges.of(written, 12).toString());
        assertEquals("", UidRanges.between(2, 1).toString());
    }

    @Test
    void meetAsSetsDo() {
        SplittableRandom random = new SplittableRandom(7162);
        for (int round = 0; round < 500; round++) {
            List<Range> one = ranges(random);
            List<Range> other = ranges(random);
            TreeSet<Long> both = numbers(one);
            both.retainAll(numbers(other));
            UidRanges met = UidRanges.of(one, MOST).and(UidRanges.of(other, MOST));
            assertEquals(
                    Answers.uidSet(List.copyOf(both)),
                    UidRanges.of(met.ranges(), MOST).toString());
        }
    }

    private static List<Range> ranges(SplittableRandom random) {
        List<Range> ranges = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            ranges.add(new Range(1 + random.nextInt(MOST), 1 + random.nextInt(MOST)));
        }
        return ranges;
    }

    private static TreeSet<Long> numbers(List<Range> ranges) {
        TreeSet<Long> numbers = new TreeSet<>();
        for (Range range : ranges) {
            for (long number = Math.min(range.first(), range.last());
                    number <= Math.max(range.first(), range.last());
                    number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
