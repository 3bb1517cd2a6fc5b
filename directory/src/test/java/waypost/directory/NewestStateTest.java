package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NewestStateTest {
    private static final String ONE = "20261130015400.000001Z#000000#001#000000";
    private static final String ONE_LATER = "20261130015400.000002Z#000000#001#000000";
    private static final String TWO = "20261129000000.000000Z#00000a#002#000000";

    private final AtomicLong nanos = new AtomicLong(1);
    private final NewestState newest = new NewestState(nanos::get);

    @Test
    void numbersAreOfTheServersThatTookTheChanges() {
        assertEquals(
                Map.of("001", ONE, "002", TWO),
                ReplicaState.ofContext(TWO, "what is this", ONE).changes());
        assertEquals(TWO + ";" + ONE, ReplicaState.ofNumbers(ONE, TWO).numbers());
    }

    @Test
    void whoLacksAChangeIsBehind() {
        assertFalse(newest.isBehind(ReplicaState.ofNumbers(ONE)));
        newest.shown(ReplicaState.ofNumbers(ONE, TWO));
        assertFalse(newest.isBehind(ReplicaState.ofNumbers(ONE, TWO)));
        assertFalse(newest.isBehind(ReplicaState.ofNumbers(ONE_LATER, TWO)));
        newest.shown(ReplicaState.ofNumbers(ONE_LATER));
        newest.shown(ReplicaState.ofNumbers(ONE));
        assertTrue(newest.isBehind(ReplicaState.ofNumbers(ONE, TWO)));
        assertFalse(newest.isBehind(ReplicaState.ofNumbers()), "says nothing");
    }

    /** What it does not show of a server that took changes never came to it; one that shows nothing at all is being filled. */
    @Test
    void whoHasNoChangeOfAServerIsBehind() {
        assertFalse(newest.isBehind(ReplicaState.ofContext()), "nobody shows any");
        newest.shown(ReplicaState.ofContext(ONE));
        assertFalse(newest.isBehind(ReplicaState.ofContext(ONE)));
        assertFalse(newest.isBehind(ReplicaState.ofContext(ONE, TWO)));
        assertTrue(newest.isBehind(ReplicaState.ofContext(TWO)));
        assertTrue(newest.isBehind(ReplicaState.ofContext()));
        newest.shown(ReplicaState.ofNumbers(TWO));
        assertTrue(newest.isBehind(ReplicaState.ofContext(ONE)));
        assertFalse(newest.isBehind(ReplicaState.ofContext(ONE, TWO)));
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        assertFalse(newest.isBehind(ReplicaState.ofContext()), "lost");
    }

    @Test
    void controllersCountEachForItself() {
        newest.shown(ReplicaState.ofController("CN=A", 10_000_000_000L));
        assertFalse(newest.isBehind(ReplicaState.ofController("CN=B", 5)));
        assertFalse(newest.isBehind(ReplicaState.ofController("CN=A", 10_000_000_000L)));
        assertTrue(newest.isBehind(ReplicaState.ofController("CN=A", 9_999_999_999L)));
    }

    @Test
    void whatNobodyHasShownForADayIsLost() {
        newest.shown(ReplicaState.ofNumbers(ONE_LATER));
        nanos.addAndGet(Duration.ofDays(1).toNanos() - 1);
        newest.shown(ReplicaState.ofNumbers(ONE));
        assertTrue(newest.isBehind(ReplicaState.ofNumbers(ONE)));
        nanos.addAndGet(1);
        assertFalse(newest.isBehind(ReplicaState.ofNumbers(ONE)));
        newest.shown(ReplicaState.ofNumbers(ONE));
        newest.shown(ReplicaState.ofNumbers(ONE_LATER));
        assertTrue(newest.isBehind(ReplicaState.ofNumbers(ONE)));
    }

    @Test
    void aProcessThatBeginsKnowsWhatWasShownForAsLongAsItWouldHave() {
        newest.shown(ReplicaState.ofNumbers(ONE_LATER, TWO));
        nanos.addAndGet(Duration.ofHours(20).toNanos());
        newest.shown(ReplicaState.ofNumbers(TWO));
        var next = new NewestState(nanos::get);
        newest.seen().forEach(next::restore);
        assertTrue(next.isBehind(ReplicaState.ofNumbers(ONE)));
        nanos.addAndGet(Duration.ofHours(4).toNanos());
        assertFalse(next.isBehind(ReplicaState.ofNumbers(ONE)));
        assertEquals(
                List.of("002"),
                next.seen().stream().map(NewestState.Seen::server).toList());
    }
}
