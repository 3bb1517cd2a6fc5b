package waypost.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.NodeName;
import waypost.models.ClaimWorld.Bounds;
import waypost.models.ClaimWorld.Rules;

/** Schedules that made two owners of one account in an earlier design, with the rule that prevents it and without. */
class ClaimTracesTest {
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");
    private static final Bounds BOUNDS = new Bounds(List.of(A, B), 2, 1, 1);

    private static List<String> schedule(String schedule) {
        return Stream.of(schedule.split("; "))
                .flatMap(step -> step.endsWith(" answered")
                        ? Stream.of("NoRecord", "Claiming", "Unsure", "OtherList")
                                .map(answer -> step.replace(" answered", " " + answer + "[]?"))
                        : Stream.of(step))
                .toList();
    }

    static Stream<Arguments> traces() {
        return Stream.of(
                Arguments.of(
                        "A1.1 both ask each other, neither has a record",
                        ClaimMutants.NEVER_CLAIMING,
                        Map.of(),
                        schedule("a wants; b wants; ask b1→a; a answers b1 answered; ask a1→b; b answers a1 answered; "
                                + "a journaled?; b journaled?")),
                Arguments.of(
                        "A1.2 provisioning creates where another claim is done",
                        ClaimMutants.RECORD_UNTOLD,
                        Map.of(),
                        schedule("a wants; ask a1→b; b answers a1 NoRecord[]; a journaled; b wants; ask b1→a; "
                                + "a answers b1 answered; b journaled?")),
                Arguments.of(
                        "A1.3 an answer to an earlier question comes late",
                        ClaimMutants.ANY_NUMBER,
                        Map.of(),
                        schedule(
                                "a wants; ask a1→b; a expires; b wants; b expires; b wants; ask b2→a; a answers b2 NoRecord[]; "
                                        + "b journaled; a wants; b answers a1 NoRecord[]; a journaled?")),
                Arguments.of(
                        "A1.4 the volume with the record is closed",
                        ClaimMutants.ALWAYS_SETTLED,
                        Map.of(),
                        schedule("a wants; ask a1→b; b answers a1 NoRecord[]; a journaled; a restarts, volume closed; "
                                + "b wants; ask b1→a; a answers b1 answered; b journaled?")),
                Arguments.of(
                        "A1.5 one node does not know the other",
                        ClaimMutants.ANY_LIST,
                        Map.of(A, Set.of(A)),
                        schedule("a wants; b wants; ask b1→a; a answers b1 answered; a journaled; b journaled?")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traces")
    void trace(String name, Rules without, Map<NodeName, Set<NodeName>> lists, List<String> schedule) {
        assertEquals(Optional.empty(), violation(Rules.AS_THEY_ARE, lists, schedule));
        assertTrue(violation(without, lists, schedule).isPresent(), "without the rule: " + name);
    }

    private static Optional<String> violation(Rules rules, Map<NodeName, Set<NodeName>> lists, List<String> schedule) {
        Explorer<ClaimWorld.State> explorer = new Explorer<>(new ClaimWorld(BOUNDS, rules, lists));
        return explorer.violation(explorer.follow(schedule));
    }
}
