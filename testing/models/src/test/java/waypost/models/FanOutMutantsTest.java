package waypost.models;

import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.models.FanOutState.Faults;
import waypost.models.FanOutWorld.Bounds;
import waypost.models.FanOutWorld.Repeat;

/** Each rule of the fan-out dropped once: the model must notice. */
class FanOutMutantsTest {
    private static final Bounds RETRIED = new Bounds(2, 2, new Faults(1, 1, 0, 1, 0), Repeat.NEVER);
    private static final Bounds REFUSED = new Bounds(2, 2, new Faults(0, 0, 1, 0, 1), Repeat.NEVER);
    private static final Bounds REFUSED_KEEP = new Bounds(2, 2, new Faults(0, 1, 1, 0, 0), Repeat.NEVER);
    private static final Bounds REPEATED = new Bounds(2, 2, new Faults(0, 1, 1, 0, 0), Repeat.AFTER_DONE);

    private static final Bounds REPEATED_ANSWER_LOST = new Bounds(2, 2, new Faults(0, 0, 1, 0, 0), Repeat.AFTER_DONE);
    private static final Bounds REFUSED_RETRIED = new Bounds(2, 2, new Faults(1, 0, 0, 0, 1), Repeat.NEVER);

    private static final Bounds REFUSED_TWO_KEEPERS = new Bounds(2, 2, new Faults(1, 0, 1, 0, 1), Repeat.NEVER);

    private static final Bounds FOREIGN = new Bounds(2, 1, 1, new Faults(0, 1, 0, 0, 0), Repeat.NEVER);

    static Stream<Arguments> mutants() {
        return Stream.of(
                Arguments.of("foreign nodes keep nothing", FOREIGN, FanOutMutants.FOREIGN_LIKE_OTHERS),
                Arguments.of("DONE goes to lost nodes", REPEATED_ANSWER_LOST, FanOutMutants.DONE_NOT_TO_LOST_NODES),
                Arguments.of("no report before DONE", REFUSED_RETRIED, FanOutMutants.REPORTS_AT_ONCE),
                Arguments.of(
                        "who refused is asked again before the report",
                        REFUSED_TWO_KEEPERS,
                        FanOutMutants.REPORTS_UNASKED),
                Arguments.of("overlap counts, DONE or not", RETRIED, FanOutMutants.ONLY_NOT_DONE),
                Arguments.of("equal bytes count", RETRIED, FanOutMutants.ONLY_THE_SAME_TRANSFER),
                Arguments.of("the client's bytes are compared", RETRIED, FanOutMutants.OUR_LINES_COUNT),
                Arguments.of("DONE follows what was heard", RETRIED, FanOutMutants.DONE_WHEN_WRITTEN),
                Arguments.of("a hold is no copy", RETRIED, FanOutMutants.HELD_IS_ALREADY_HERE),
                Arguments.of("a late refusal is kept", REFUSED, FanOutMutants.LATE_REFUSAL_NOT_KEPT),
                Arguments.of("a hand-on tells when it was DONE", REPEATED, FanOutMutants.NO_AGE_OF_DONE),
                Arguments.of("a hand-on tells when it began", RETRIED, FanOutMutants.NO_AGE),
                Arguments.of("an entry stays until answered", REFUSED_KEEP, FanOutMutants.FORGETS_AFTER_THE_ATTEMPT),
                Arguments.of("the queue is on disk", REFUSED_KEEP, FanOutMutants.QUEUE_IN_MEMORY),
                Arguments.of("transfers are on disk", RETRIED, FanOutMutants.TRANSFERS_IN_MEMORY),
                Arguments.of("250 follows KEEP", RETRIED, FanOutMutants.SAYS_250_BEFORE_KEPT),
                Arguments.of("a lost node has nothing", RETRIED, FanOutMutants.LOST_COUNTS_AS_STORED),
                Arguments.of("refused is not stored", REFUSED, FanOutMutants.REFUSED_COUNTS_AS_STORED),
                Arguments.of(
                        "who is refused of a group is kept",
                        REFUSED_KEEP.refusing(1, FanOutTurns.NOT_NOW),
                        FanOutMutants.REFUSED_OF_A_GROUP_IS_NO_RECIPIENT),
                Arguments.of("KEEP may be refused", REFUSED_KEEP, FanOutMutants.NOT_KEPT_COUNTS_AS_KEPT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void ruleDroppedIsNoticed(String rule, Bounds bounds, FanOutRules without, TestReporter reporter) {
        Report.caught("fan-out, " + rule, new Explorer<>(new FanOutWorld(bounds, without)).everything(), reporter);
    }
}
