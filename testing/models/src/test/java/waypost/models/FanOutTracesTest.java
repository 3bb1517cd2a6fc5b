package waypost.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.models.FanOutState.Faults;
import waypost.models.FanOutState.Node;
import waypost.models.FanOutWorld.Bounds;
import waypost.models.FanOutWorld.Repeat;

/** Schedules that lost or doubled a message in an earlier design, with the rule that prevents it and without. Recipient {@code r1} lives on {@code n1}. */
class FanOutTracesTest {
    private static final Faults ANY = new Faults(1, 2, 3, 1, 1);
    private static final Bounds RETRIED = new Bounds(2, 2, ANY, Repeat.NEVER);

    private static List<String> schedule(String... parts) {
        return Stream.of(parts).flatMap(part -> Stream.of(part.split("; "))).toList();
    }

    private static String sends(String how, int f) {
        return how + " f" + f + "; client sends DATA to f" + f + "; client sends the dot to f" + f;
    }

    private static String done(int f) {
        return "DONE of f" + f + " gets to n0?; DONE of f" + f + " gets to n1?";
    }

    private static final String FIRST = sends("client sends to", 0);
    private static final String RETRY = sends("client tries again at", 1);
    private static final String HEARD =
            "n0 commits t1; n1 commits t1; client hears 250; f1 sees that 250 was heard; " + done(1);
    private static final String REPEAT = sends("client repeats on purpose at", 1);

    static Stream<Arguments> traces() {
        return Stream.concat(tracesOfRepetition(), tracesOfDuty());
    }

    private static Stream<Arguments> tracesOfRepetition() {
        return Stream.of(
                Arguments.of(
                        "B1 a commit comes late, after the repetition is DONE",
                        FanOutMutants.ONLY_NOT_DONE,
                        schedule(FIRST, "n0 commits t0; client loses f0", RETRY, HEARD, "n1 commits t0")),
                Arguments.of(
                        "B2 the keeper hands on after the repetition is DONE",
                        FanOutMutants.ONLY_NOT_DONE,
                        schedule(
                                "n1 crashes",
                                FIRST,
                                "n0 commits t0; n0 keeps for f0; f0 crashes; n1 restarts",
                                RETRY,
                                HEARD,
                                "n0 hands r1 of t0 on")),
                Arguments.of(
                        "B2 the keeper's answer is lost and none is left, but it hands on",
                        FanOutMutants.ONLY_NOT_DONE,
                        schedule(
                                FIRST,
                                "f0 gives n1 up; n0 commits t0; n0 keeps for f0, its answer is lost",
                                "client hears 451; client sends DATA to f1; client sends the dot to f1",
                                HEARD,
                                "n0 hands r1 of t0 on")),
                Arguments.of(
                        "B3 250 was written into a dead connection",
                        FanOutMutants.DONE_WHEN_WRITTEN,
                        schedule(FIRST, "n0 commits t0; n1 commits t0; client loses f0", done(0), RETRY)));
    }

    private static Stream<Arguments> tracesOfDuty() {
        return Stream.of(
                Arguments.of(
                        "B4 what is only held counts as already here",
                        FanOutMutants.HELD_IS_ALREADY_HERE,
                        schedule(
                                "n1 crashes",
                                FIRST,
                                "n0 commits t0; f0 crashes",
                                RETRY,
                                "n0 commits t1; n0 keeps for f1; client hears 250")),
                Arguments.of(
                        "B5 the bytes are compared with our own lines",
                        FanOutMutants.OUR_LINES_COUNT,
                        schedule(FIRST, "n0 commits t0; n1 commits t0; client loses f0", RETRY, HEARD)),
                Arguments.of(
                        "B6 a late refusal is the duty of nobody durable",
                        FanOutMutants.LATE_REFUSAL_NOT_KEPT,
                        schedule(
                                FIRST,
                                "n1 answers t0 with 550; n0 commits t0; n0 keeps for f0; client hears 250; f0 crashes")),
                Arguments.of(
                        "B6 250 goes out before the late refusal is kept",
                        FanOutMutants.SAYS_250_BEFORE_KEPT,
                        schedule(FIRST, "n1 answers t0 with 550; n0 commits t0; n0 keeps for f0?; client hears 250")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traces")
    void trace(String name, FanOutRules without, List<String> schedule) {
        assertEquals(Optional.empty(), violation(RETRIED, FanOutRules.AS_THEY_ARE, schedule));
        assertTrue(violation(RETRIED, without, schedule).isPresent(), "without the rule: " + name);
    }

    private static Optional<String> violation(Bounds bounds, FanOutRules rules, List<String> schedule) {
        Explorer<FanOutState> explorer = new Explorer<>(new FanOutWorld(bounds, rules));
        return explorer.violation(explorer.toRest(schedule));
    }

    private static List<Integer> copies(Bounds bounds, List<String> schedule) {
        Explorer<FanOutState> explorer = new Explorer<>(new FanOutWorld(bounds, FanOutRules.AS_THEY_ARE));
        List<FanOutState> states = explorer.toRest(schedule);
        assertEquals(Optional.empty(), explorer.violation(states));
        return states.getLast().nodes().stream().map(Node::copies).toList();
    }

    /** The client heard 250 and repeats at once; its MAIL at a node goes ahead of the first DONE. One copy stays there: listed. */
    @Test
    void b9DeliberateRepeatOvertakesDone() {
        String first = FIRST + "; n0 commits t0; n1 commits t0; client hears 250; f0 sees that 250 was heard";
        String again = "n0 commits t1; n1 commits t1; client hears 250";
        Bounds atOnce = new Bounds(2, 2, ANY, Repeat.AT_ONCE);
        assertEquals(List.of(1, 1), copies(atOnce, schedule(first, REPEAT, again)));
        assertEquals(List.of(2, 1), copies(atOnce, schedule(first, "DONE of f0 gets to n0", REPEAT, again)));
        assertEquals(List.of(2, 2), copies(atOnce, schedule(first, done(0), REPEAT, again)));
    }

    /** The answer of n1 was lost, not its copy: DONE has to reach it as well, or a repeat is swallowed there for days. */
    @Test
    void deliberateRepeatAfterALostAnswer() {
        List<String> schedule = schedule(
                FIRST,
                "n1 commits t0, its answer is lost; n0 commits t0; n0 keeps for f0; client hears 250",
                "f0 sees that 250 was heard; DONE of f0 gets to n0; DONE of f0 gets to n1",
                REPEAT,
                HEARD);
        assertEquals(List.of(2, 2), copies(new Bounds(2, 2, ANY, Repeat.AFTER_DONE), schedule));
    }

    @Test
    void b7KeeperAnswersForWhatItHoldsThoughItRefusesItsOwn() {
        List<String> schedule =
                schedule(FIRST, "n0 answers t0 with 452; n1 commits t0; n0 keeps for f0; client hears 250");
        assertEquals(List.of(1, 1), copies(RETRIED, schedule));
    }

    @Test
    void b7TheNextThatHasTheMessageKeepsIfTheKeeperIsLost() {
        Bounds three = new Bounds(3, 2, ANY, Repeat.NEVER);
        List<String> schedule = schedule(
                "n2 crashes",
                FIRST,
                "n0 commits t0; n1 commits t0; n0 crashes",
                "f0 finds n0 lost?; f0 finds keeper n0 lost?; n1 keeps for f0; client hears 250");
        assertEquals(List.of(1, 1, 1), copies(three, schedule));
    }
}
