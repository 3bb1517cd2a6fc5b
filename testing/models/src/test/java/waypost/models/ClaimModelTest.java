package waypost.models;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.NodeName;
import waypost.models.ClaimWorld.Bounds;
import waypost.models.ClaimWorld.Rules;

/** Never two owners: creation of an account under every schedule. */
class ClaimModelTest {
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");
    private static final NodeName C = new NodeName("c");

    static Stream<Arguments> bounds() {
        boolean full = Boolean.getBoolean("waypost.full");
        return Stream.of(
                Arguments.of("two nodes, two claims each, crash", new Bounds(List.of(A, B), 2, 1, 0), Map.of()),
                Arguments.of("two nodes, closed volume", new Bounds(List.of(A, B), full ? 2 : 1, 1, 1), Map.of()),
                Arguments.of(
                        "three nodes, one claim each",
                        new Bounds(List.of(A, B, C), 1, full ? 1 : 0, full ? 1 : 0),
                        Map.of()),
                Arguments.of("two nodes, other lists", new Bounds(List.of(A, B), 2, 1, 0), Map.of(A, Set.of(A))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bounds")
    void everySchedule(String name, Bounds bounds, Map<NodeName, Set<NodeName>> lists, TestReporter reporter) {
        Explorer.Result result = new Explorer<>(new ClaimWorld(bounds, Rules.AS_THEY_ARE, lists)).everything();
        Report.sound("claim, " + name, result, reporter);
    }

    @Test
    void randomSchedulesOfFourNodes(TestReporter reporter) {
        Bounds bounds = new Bounds(List.of(A, B, C, new NodeName("d")), 3, 3, 2);
        SplittableRandom random = new SplittableRandom(Long.getLong("waypost.seed", 1));
        int walks = Boolean.getBoolean("waypost.full") ? 200_000 : 500;
        Explorer.Result result =
                new Explorer<>(new ClaimWorld(bounds, Rules.AS_THEY_ARE, Map.of())).walks(walks, 200, random);
        Report.sound("claim, four nodes at random", result, reporter);
    }

    /** Each rule dropped once: the model must notice. */
    static Stream<Arguments> mutants() {
        return Stream.of(
                Arguments.of(
                        "A1.1 a node that claims answers like one that does not",
                        ClaimMutants.NEVER_CLAIMING,
                        Map.of()),
                Arguments.of("A1.3 an answer to an earlier claim counts", ClaimMutants.ANY_NUMBER, Map.of()),
                Arguments.of("A1.4 a closed volume counts as no record", ClaimMutants.ALWAYS_SETTLED, Map.of()),
                Arguments.of("only what is durable is granted", ClaimMutants.UNKNOWN_IS_STORED, Map.of()),
                Arguments.of(
                        "a record that may be on the disk keeps its claim", ClaimMutants.UNKNOWN_IS_REFUSED, Map.of()),
                Arguments.of("A1.2 a record is not told of", ClaimMutants.RECORD_UNTOLD, Map.of()),
                Arguments.of("A1.5 a node of another list is answered", ClaimMutants.ANY_LIST, Map.of(A, Set.of(A))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void ruleDroppedIsNoticed(String rule, Rules rules, Map<NodeName, Set<NodeName>> lists, TestReporter reporter) {
        Bounds bounds = new Bounds(List.of(A, B), 2, 1, 1);
        Explorer.Result result = new Explorer<>(new ClaimWorld(bounds, rules, lists)).everything();
        Report.caught("claim, " + rule, result, reporter);
    }
}
