package waypost.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** For how long, and of how much, it is known that it was what it should be. */
final class LatelyCheckedTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int LEAST = LatelyChecked.LEAST;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LatelyChecked checked = new LatelyChecked(10L * LEAST, nanos::get);
    private final Segment segment = segment();

    LatelyCheckedTest() throws IOException {}

    private static Segment segment() throws IOException {
        JournalIdentity identity = JournalIdentity.fresh(new SplittableRandom(1));
        SegmentHeader header = new SegmentHeader(identity, 1, identity.incarnation());
        return new Segment(header, new ForgetfulDisk(1, 1 << 20).create("x"), new SegmentTable(), 0);
    }

    private static Position position(int number) {
        return new Position(1, number);
    }

    @Test
    void aMinuteAtMost() {
        checked.add(segment, position(1), LEAST);
        nanos.addAndGet(29 * SECOND);
        checked.add(segment, position(2), LEAST);
        assertTrue(checked.has(segment, position(1)));
        nanos.addAndGet(30 * SECOND);
        assertTrue(checked.has(segment, position(1)));
        assertTrue(checked.has(segment, position(2)));
        nanos.addAndGet(30 * SECOND);
        assertFalse(checked.has(segment, position(1)));
        assertFalse(checked.has(segment, position(2)));
        checked.add(segment, position(3), LEAST);
        nanos.addAndGet(60 * SECOND);
        assertFalse(checked.has(segment, position(3)), "though nobody asked meanwhile");
    }

    @Test
    void ofAnotherFileNothingIsKnown() throws IOException {
        checked.add(segment, position(1), LEAST);
        assertFalse(checked.has(segment(), position(1)));
        assertFalse(checked.has(segment, position(2)));
    }

    @Test
    void theLatestOctets() {
        for (int i = 0; i < 100; i++) {
            checked.add(segment, position(i), LEAST);
            checked.add(segment, position(i), LEAST);
            long known = IntStream.rangeClosed(0, i)
                    .filter(number -> checked.has(segment, position(number)))
                    .count();
            assertTrue(known <= 10 && known >= Math.min(i, 5), known + " after " + i);
        }
    }

    @Test
    void theLatestRecords() {
        LatelyChecked large = new LatelyChecked(Long.MAX_VALUE, nanos::get);
        int many = 100_000;
        for (int i = 0; i < many; i++) {
            large.add(segment, position(i), LEAST);
        }
        long known = IntStream.range(0, many)
                .filter(number -> large.has(segment, position(number)))
                .count();
        assertTrue(known <= 1 << 15 && known >= 1 << 14, known + " known");
        assertTrue(large.has(segment, position(many - 1)));
    }

    @Test
    void nothingSmall() {
        checked.add(segment, position(1), LEAST - 1);
        assertFalse(checked.has(segment, position(1)));
    }
}
