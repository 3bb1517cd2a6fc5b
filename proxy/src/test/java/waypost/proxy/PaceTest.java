package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final Pace pace = new Pace(1000, nanos::get);

    @Test
    void eachWaitsForThoseBefore() {
        assertEquals(Duration.ZERO, pace.with(100));
        assertEquals(Duration.ofMillis(100), pace.with(50));
        assertEquals(Duration.ofMillis(150), pace.with(1));
        nanos.addAndGet(Duration.ofMillis(140).toNanos());
        assertEquals(Duration.ofMillis(11), pace.with(1));
    }

    /** What was not given in time is not given faster later. */
    @Test
    void aPauseIsNotMadeUpFor() {
        pace.with(100);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertEquals(Duration.ZERO, pace.with(100));
        assertEquals(Duration.ofMillis(100), pace.with(100));
    }
}
