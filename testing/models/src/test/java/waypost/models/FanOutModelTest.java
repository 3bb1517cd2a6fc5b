package waypost.models;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.models.FanOutState.Faults;
import waypost.models.FanOutWorld.Bounds;
import waypost.models.FanOutWorld.Repeat;
import waypost.store.KeeperLedger;
import waypost.store.KeeperLedger.Traces;
import waypost.store.KeptEnvelope;

/** No message lost that was acknowledged, no duplicate that is not listed, however a fan-out goes wrong. */
class FanOutModelTest {
    static Stream<Arguments> bounds() {
        boolean full = Boolean.getBoolean("waypost.full");
        Stream<Arguments> small = Stream.of(
                Arguments.of("two nodes, crashes", new Bounds(2, 2, new Faults(1, 1, 0, 1, 0), Repeat.NEVER)),
                Arguments.of("two nodes, answers lost", new Bounds(2, 2, new Faults(0, 0, 2, 1, 0), Repeat.NEVER)),
                Arguments.of("two nodes, refusals", new Bounds(2, 2, new Faults(1, 0, 1, 0, 1), Repeat.NEVER)),
                Arguments.of(
                        "two nodes, refusals after a crash", new Bounds(2, 2, new Faults(1, 1, 0, 0, 1), Repeat.NEVER)),
                Arguments.of("three nodes", new Bounds(3, 2, new Faults(1, 0, 1, 0, 0), Repeat.NEVER)),
                Arguments.of("repeat after DONE", new Bounds(2, 2, new Faults(0, 0, 2, 0, 0), Repeat.AFTER_DONE)),
                Arguments.of(
                        "repeat after DONE, crash", new Bounds(2, 2, new Faults(0, 1, 1, 0, 0), Repeat.AFTER_DONE)),
                Arguments.of("a foreign node", new Bounds(2, 1, 2, new Faults(1, 1, 1, 1, 0), Repeat.NEVER)),
                Arguments.of("a foreign node, refusals", new Bounds(2, 1, 2, new Faults(0, 1, 1, 0, 1), Repeat.NEVER)),
                Arguments.of(
                        "two stores, a foreign node", new Bounds(3, 1, 2, new Faults(0, 1, 1, 0, 0), Repeat.NEVER)),
                Arguments.of(
                        "a store, two foreign nodes", new Bounds(3, 2, 2, new Faults(1, 0, 1, 0, 0), Repeat.NEVER)),
                Arguments.of(
                        "one of a group is refused for now",
                        new Bounds(3, 2, new Faults(1, 0, 1, 0, 0), Repeat.NEVER).refusing(2, FanOutTurns.NOT_NOW)),
                Arguments.of(
                        "one of a group is refused for good",
                        new Bounds(2, 2, new Faults(1, 1, 1, 1, 0), Repeat.NEVER).refusing(1, FanOutTurns.NEVER)),
                Arguments.of("repeat at once", new Bounds(2, 2, new Faults(0, 1, 0, 0, 0), Repeat.AT_ONCE)));
        Stream<Arguments> large = Stream.of(
                Arguments.of("crashes, answers lost", new Bounds(2, 2, new Faults(1, 1, 1, 1, 0), Repeat.NEVER)),
                Arguments.of("crash, refusal", new Bounds(2, 2, new Faults(1, 1, 2, 0, 1), Repeat.NEVER)),
                Arguments.of("three nodes, crashes", new Bounds(3, 2, new Faults(1, 1, 1, 0, 0), Repeat.NEVER)));
        return full ? Stream.concat(small, large) : small;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bounds")
    void everySchedule(String name, Bounds bounds, TestReporter reporter) {
        Report.sound(
                "fan-out, " + name,
                new Explorer<>(new FanOutWorld(bounds, FanOutRules.AS_THEY_ARE)).everything(),
                reporter);
    }

    /** A node may refuse to keep what it has only stored: more is sent again, nothing is lost. */
    @Test
    void nodesThatKeepOnlyWhatTheyHold(TestReporter reporter) {
        FanOutRules holdsOnly = new FanOutRules() {
            @Override
            public KeeperLedger.Decision keep(Traces here, List<KeptEnvelope> envelopes, FanOutState.Node node) {
                boolean held = node.holds().stream().map(FanOutState::transfer).anyMatch(here.transfer()::equals);
                return held ? AS_THEY_ARE.keep(here, envelopes, node) : new KeeperLedger.Decision.NothingHere();
            }
        };
        Bounds bounds = new Bounds(2, 2, new Faults(0, 1, 2, 0, 0), Repeat.NEVER);
        Report.sound("fan-out, holds only", new Explorer<>(new FanOutWorld(bounds, holdsOnly)).everything(), reporter);
    }

    @Test
    void randomSchedulesOfFourNodesAndThreeTries(TestReporter reporter) {
        Bounds bounds = new Bounds(4, 3, new Faults(2, 3, 6, 2, 2), Repeat.NEVER);
        SplittableRandom random = new SplittableRandom(Long.getLong("waypost.seed", 1));
        int walks = Boolean.getBoolean("waypost.full") ? 500_000 : 1_500;
        Explorer.Result result =
                new Explorer<>(new FanOutWorld(bounds, FanOutRules.AS_THEY_ARE)).walks(walks, 200, random);
        Report.sound("fan-out, four nodes at random", result, reporter);
    }
}
