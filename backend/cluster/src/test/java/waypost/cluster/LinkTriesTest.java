package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.cluster.LinkTries.Move;
import waypost.cluster.LinkTries.Turn;

/** When a node is called, by a clock that the test moves. */
class LinkTriesTest {
    private static final LinkTiming TIMING = LinkTiming.USUAL;
    private static final long MILLISECOND = 1_000_000;
    private static final long PAUSE = TIMING.pause().toNanos();

    private final LinkTries tries = new LinkTries(TIMING);

    private static boolean done(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isDone();
    }

    private static void assertNothing(Move move) {
        assertEquals(new Move.Nothing(), move);
    }

    private LinkTries.Down fails(String why, long now) {
        LinkTries.Down down = tries.down(why, now);
        down.over().complete(null);
        return down;
    }

    @Test
    void beginsOnce() {
        assertTrue(done(tries.wanted(0).tried()));
        assertEquals(new Move.Call(), tries.begin());
        assertNothing(tries.begin());
    }

    /** Nobody asks for a try of his own. */
    @Test
    void allShareTheTryThatGoesOn() {
        tries.begin();
        List<LinkTries.Wanted> wanted =
                IntStream.range(0, 100).mapToObj(tries::wanted).toList();
        wanted.forEach(each -> assertNothing(each.move()));
        assertFalse(wanted.stream().anyMatch(each -> done(each.tried())));
        fails("refused", 5);
        assertTrue(wanted.stream().allMatch(each -> done(each.tried())));
    }

    /** The wait before the next try has grown to a minute. */
    @Test
    void aQuestionEndsTheWaitButNotThePause() {
        tries.begin();
        for (int failure = 0; failure < 10; failure++) {
            Move.Later later = fails("refused", 0).move();
            assertEquals(TIMING.retry(failure), later.in());
            assertEquals(new Move.Call(), tries.due(later.turn()));
        }
        Turn old = fails("refused", 0).move().turn();
        LinkTries.Wanted soon = tries.wanted(PAUSE / 4);
        Move.Later hurried = assertInstanceOf(Move.Later.class, soon.move());
        assertEquals(TIMING.pause().dividedBy(4).multipliedBy(3), hurried.in());
        assertNothing(tries.wanted(PAUSE / 2).move());
        assertEquals(new Move.Call(), tries.due(hurried.turn()));
        assertNothing(tries.due(old));
        assertFalse(done(soon.tried()));
        fails("refused", PAUSE);
        assertTrue(done(soon.tried()));
        LinkTries.Wanted late = tries.wanted(3 * PAUSE);
        assertEquals(new Move.Call(), late.move());
        tries.up().complete(null);
        assertTrue(done(late.tried()));
        assertNothing(tries.wanted(3 * PAUSE).move());
    }

    @Test
    void whoCallsUsIsCalledAtOnce() {
        tries.begin();
        assertNothing(tries.called());
        Move.Later later = fails("refused", 0).move();
        assertEquals(Duration.ZERO, later.in());
        assertEquals(new Move.Call(), tries.due(later.turn()));
        fails("refused", 0);
        assertEquals(new Move.Call(), tries.called());
        tries.up();
        assertNothing(tries.called());
    }

    /** One line for each thing that somebody may have to do something about. */
    @Test
    void eachReasonIsToldOnceAnOutage() {
        tries.begin();
        assertTrue(fails("refused", 0).told());
        assertFalse(fails("refused", 0).told());
        assertTrue(fails("certificate", 0).told());
        assertFalse(fails("refused", 0).told());
        IntStream.range(0, 100).forEach(reason -> fails("reason " + reason, 0));
        assertFalse(fails("one too many", 0).told());
        tries.up();
        assertTrue(fails("peer closed", 0).told());
        assertTrue(fails("refused", 0).told());
    }

    private enum Event {
        WANTED,
        TIME,
        CALLED,
        FAILURE,
        SUCCESS
    }

    /** As often as they are here. */
    private static final List<Event> EVENTS = List.of(
            Event.WANTED,
            Event.WANTED,
            Event.WANTED,
            Event.TIME,
            Event.TIME,
            Event.CALLED,
            Event.FAILURE,
            Event.SUCCESS);

    private static final class World {
        private final LinkTries tries = new LinkTries(TIMING);
        private final SplittableRandom random;
        private final Map<Turn, Long> timers = new HashMap<>();
        private final List<CompletionStage<Void>> waiting = new ArrayList<>();
        private long now;
        private long ended = -PAUSE;
        private boolean flying;
        private boolean standing;
        private int calls;

        World(int seed) {
            random = new SplittableRandom(seed);
        }

        private void make(Move move) {
            switch (move) {
                case Move.Nothing() -> {}
                case Move.Call() -> {
                    assertFalse(flying, "one try at a time");
                    assertFalse(standing, "a connection stands");
                    flying = true;
                    calls++;
                }
                case Move.Later(var in, var turn) ->
                    timers.put(turn, Math.min(timers.getOrDefault(turn, Long.MAX_VALUE), now + in.toNanos()));
            }
        }

        private void wanted() {
            boolean before = flying;
            LinkTries.Wanted wanted = tries.wanted(now);
            assertEquals(standing, done(wanted.tried()));
            make(wanted.move());
            if (flying && !before) {
                assertTrue(now - ended >= PAUSE, "a question has not waited");
            }
            waiting.add(wanted.tried());
        }

        private void passes(long nanos) {
            now += nanos;
            List<Turn> due = timers.entrySet().stream()
                    .filter(timer -> timer.getValue() <= now)
                    .map(Map.Entry::getKey)
                    .toList();
            due.forEach(turn -> {
                timers.remove(turn);
                make(tries.due(turn));
            });
        }

        private void fails() {
            flying = false;
            standing = false;
            ended = now;
            LinkTries.Down down = tries.down("refused", now);
            down.over().complete(null);
            assertTrue(waiting.stream().allMatch(LinkTriesTest::done), "somebody waits for a try that is over");
            waiting.clear();
            make(down.move());
        }

        private void succeeds() {
            flying = false;
            standing = true;
            tries.up().complete(null);
            assertTrue(waiting.stream().allMatch(LinkTriesTest::done), "somebody waits for a try that is over");
            waiting.clear();
        }

        void step() {
            switch (EVENTS.get(random.nextInt(EVENTS.size()))) {
                case WANTED -> wanted();
                case TIME -> passes(random.nextLong(2 * PAUSE));
                case CALLED -> make(tries.called());
                case FAILURE -> {
                    if (flying || standing) {
                        fails();
                    }
                }
                case SUCCESS -> {
                    if (flying) {
                        succeeds();
                    }
                }
            }
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void atRandom(int seed) {
        World world = new World(seed);
        world.make(world.tries.begin());
        for (int step = 0; step < 500; step++) {
            world.step();
        }
    }

    /** An hour's outage with a log-in each millisecond: no more tries than seconds, and each log-in hears within a pause. */
    @Test
    void anOutageUnderLogIns() {
        World world = new World(1);
        world.make(world.tries.begin());
        world.fails();
        for (int millisecond = 0; millisecond < 3_600_000; millisecond++) {
            world.passes(MILLISECOND);
            if (world.flying) {
                world.fails();
            }
            world.wanted();
            if (world.flying) {
                world.fails();
            }
        }
        assertTrue(world.calls <= 3605, () -> world.calls + " tries");
        assertTrue(world.calls >= 3590, () -> world.calls + " tries");
    }
}
