package waypost.store;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.Ownership;
import waypost.models.Explorer;
import waypost.models.Report;
import waypost.store.MoveModelWorld.Rules;

/** However an account changes and goes to and fro, and wherever the process ends: one volume serves it, with all that it has, and no number is given out twice. */
class MoveModelTest {
    private static final boolean FULL = Boolean.getBoolean("waypost.full");

    @Test
    void everySchedule(TestReporter reporter) {
        var world = new MoveModelWorld(FULL ? 4 : 1, 2, 1, Rules.AS_THEY_ARE);
        Report.sound("move", new Explorer<>(world).everything(), reporter);
    }

    @Test
    void longerLives(TestReporter reporter) {
        var world = new MoveModelWorld(20, 10, 5, Rules.AS_THEY_ARE);
        var random = new SplittableRandom(Long.getLong("waypost.seed", 1));
        Report.sound("move, at random", new Explorer<>(world).walks(FULL ? 3000 : 10, 40, random), reporter);
    }

    private static Rules without(Predicate<StateRecord> record) {
        return new Rules() {
            @Override
            public List<StateRecord> copied(List<StateRecord> records) {
                return records.stream().filter(record.negate()).toList();
            }
        };
    }

    private static boolean arrives(StateRecord record, boolean ready) {
        return record instanceof StateRecord.Owned owned
                && owned.ownership().state() instanceof Ownership.State.IncomingFrom incoming
                && incoming.ready() == ready;
    }

    private static final Rules UNSETTLED = new Rules() {
        @Override
        public boolean settles() {
            return false;
        }
    };

    private static final Rules UNHELD = new Rules() {
        @Override
        public boolean holds() {
            return false;
        }
    };

    /** As if the account were this volume's still. */
    private static final Rules COUNTS_ON = new Rules() {
        @Override
        public void night(Volume volume) throws IOException {
            AccountHead head = volume.account(MoveNode.ALICE).head();
            var _ = volume.core().commits().run(List.of(head), Change.Growth.ESSENTIAL, drafts -> {
                Draft draft = drafts.getFirst();
                if (!draft.serves() && draft.ownership().isPresent()) {
                    draft.forget(draft.before().counters().version());
                }
                return Outcome.done(1);
            });
        }
    };

    private static final Rules NEW_VERSIONS = new Rules() {
        @Override
        public void night(Volume volume) throws IOException {
            boolean left = volume.ownerships()
                    .find(MoveNode.ALICE)
                    .filter(record -> record.state() instanceof Ownership.State.MovedTo)
                    .isPresent();
            if (left) {
                var _ = new AccountWipe(volume.core(), MoveNode.ALICE).step();
            }
        }
    };

    static Stream<Arguments> mutants() {
        return Stream.of(
                Arguments.of("what is gone is copied as gone", without(StateRecord.ItemGone.class::isInstance)),
                Arguments.of(
                        "and what has been forgotten since",
                        without(record -> record instanceof StateRecord.ItemGone gone
                                && gone.at() == 0
                                && gone.last().isEmpty())),
                Arguments.of("the counters go along", without(StateRecord.Counters.class::isInstance)),
                Arguments.of("all is there before the account leaves", without(record -> arrives(record, true))),
                Arguments.of("the last word is said at the next opening", UNSETTLED),
                Arguments.of("nothing changes while the last things are copied", UNHELD),
                Arguments.of("nights leave alone what is elsewhere", COUNTS_ON),
                Arguments.of("what is left goes by its own versions", NEW_VERSIONS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void ruleDroppedIsNoticed(String rule, Rules without, TestReporter reporter) {
        Explorer<MoveState> explorer = new Explorer<>(new MoveModelWorld(20, 8, 3, without));
        Report.caught("move, " + rule, explorer.walks(400, 40, new SplittableRandom(5)), reporter);
    }
}
