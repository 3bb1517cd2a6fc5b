package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.models.Explorer;
import waypost.models.Report;
import waypost.store.JournalOrder.Event;
import waypost.store.OrderState.Faults;
import waypost.store.OrderState.Medium;
import waypost.store.OrderWorld.Rules;

/**
 * What was told stays, and the index is that of the journal, wherever a kill, a power loss or a failing disk comes between. Traces C4 and C5 are
 * here; C1 to C3 are about versions and tried in {@code VersionRuleTest}.
 */
class OrderModelTest {
    private static final boolean FULL = Boolean.getBoolean("waypost.full");

    static Stream<Arguments> bounds() {
        return Stream.of(
                Arguments.of("kills and power losses", 4, new Faults(2, FULL ? 3 : 2, 0, 0)),
                Arguments.of("failing disk", 4, new Faults(1, 2, FULL ? 3 : 1, 0)),
                Arguments.of("failing index", 4, new Faults(1, 1, 1, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bounds")
    void everySchedule(String name, int changes, Faults faults, TestReporter reporter) {
        var world = new OrderWorld(changes, faults, Rules.AS_THEY_ARE);
        Report.sound("journal, " + name, new Explorer<>(world).everything(), reporter);
    }

    @Test
    void randomSchedules(TestReporter reporter) {
        var world = new OrderWorld(30, new Faults(6, 6, 4, 2), Rules.AS_THEY_ARE);
        var random = new SplittableRandom(Long.getLong("waypost.seed", 1));
        Report.sound("journal, at random", new Explorer<>(world).walks(FULL ? 200_000 : 2_000, 300, random), reporter);
    }

    private static final Rules NOT_FORCED = new Rules() {
        @Override
        public Medium forced(Medium medium) {
            return medium;
        }
    };

    private static final Rules NOT_SETTLED = new Rules() {
        @Override
        public Medium settled(Medium medium) {
            return medium;
        }

        @Override
        public Medium forced(Medium medium) {
            return medium == Medium.CACHE ? Medium.DISK : medium;
        }
    };

    private static final Rules REPLAYS_LATE = new Rules() {
        @Override
        public int replayFrom(int flushed) {
            return flushed + 2;
        }
    };

    private static Rules hears(Event wrong, Event instead) {
        return new Rules() {
            @Override
            public JournalOrder.Step on(JournalOrder order, Event event) {
                return order.on(event.getClass() == wrong.getClass() ? entry(instead, order, event) : event);
            }
        };
    }

    /** The wrong event, about the entry that the right one is about. */
    private static Event entry(Event instead, JournalOrder order, Event about) {
        return switch (instead) {
            case Event.Forced _ when order.written() == order.gathered() -> new Event.Forced(order.written());
            case Event.Indexed _ -> new Event.Indexed(order.applied() + 1);
            case Event _ -> about;
        };
    }

    static Stream<Arguments> mutants() {
        return Stream.of(
                Arguments.of("told after the force", NOT_FORCED),
                Arguments.of("the tail is written again before it is replayed", NOT_SETTLED),
                Arguments.of("a replay begins where the index ends", REPLAYS_LATE),
                Arguments.of("a force that failed is no force", hears(new Event.DiskFailed(0), new Event.Forced(0))),
                Arguments.of("told after the index", hears(new Event.IndexFailed(0), new Event.Indexed(0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void ruleDroppedIsNoticed(String rule, Rules without, TestReporter reporter) {
        var world = new OrderWorld(3, new Faults(1, 2, 1, 1), without);
        Report.caught("journal, " + rule, new Explorer<>(world).everything(), reporter);
    }

    private static final List<String> TAIL =
            List.of("gathered", "written 1", "force fails", "kill", "opens", "power fails, 0 groups stay?", "opens?");

    /** After a kill the tail is read back from the page cache; it must be on disk before anybody is told. */
    @Test
    void c4UnforcedTailIsMadeDurableBeforeItIsReplayed() {
        assertEquals(Optional.empty(), violation(Rules.AS_THEY_ARE, TAIL));
        assertTrue(violation(NOT_SETTLED, TAIL).isPresent());
    }

    private static Optional<String> violation(Rules rules, List<String> schedule) {
        var explorer = new Explorer<>(new OrderWorld(3, new Faults(1, 1, 1, 0), rules));
        return explorer.violation(explorer.toRest(schedule));
    }

    /** An old group behind a cut can only be one of several that were not forced: there is never more than one. */
    @Test
    void c5NoGroupIsWrittenBehindOneThatIsNotForced() {
        JournalOrder one = JournalOrder.after(0).on(new Event.Gathered()).next();
        JournalOrder written = one.on(new Event.Written(1)).next();
        assertThrows(IllegalStateException.class, () -> one.on(new Event.Gathered()));
        assertThrows(IllegalStateException.class, () -> written.on(new Event.Gathered()));
        assertThrows(IllegalStateException.class, () -> written.on(new Event.Reached(1)), "and none applied");
    }
}
