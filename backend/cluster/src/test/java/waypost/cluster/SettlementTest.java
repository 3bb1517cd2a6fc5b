package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.cluster.RestoredAccount.Verdict;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Ownership.State;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.Standing;
import waypost.store.Outcome;
import waypost.store.Store;

/** What becomes of accounts that were restored, and how the other nodes are asked. */
class SettlementTest {
    private static final NodeName SELF = new NodeName("self");
    private static final NodeName TWO = new NodeName("two");
    private static final NodeName THREE = new NodeName("three");
    private static final Ownership RESTORED = new Ownership(
            AccountId.of(1, 1),
            new DirectoryId("id-alice"),
            new AccountName("alice", "example.net"),
            5,
            new State.Owner());

    private static RecordedAt at(NodeName node, long epoch, State state) {
        return new RecordedAt(node, RESTORED.with(epoch, state));
    }

    private static Verdict yields(long epoch, NodeName owner) {
        return new Verdict.Yields(RESTORED.with(epoch, new State.MovedTo(owner, 0)));
    }

    private static final Verdict ALARM = new Verdict.Alarm("");

    static Stream<Arguments> rows() {
        return Stream.concat(served(), onTheirWay());
    }

    private static Stream<Arguments> served() {
        Verdict stands = new Verdict.Stands(RESTORED);
        State owner = new State.Owner();
        return Stream.of(
                Arguments.of("nobody knows it", owner, List.of(), stands),
                Arguments.of("whence it came once", owner, List.of(at(TWO, 5, new State.MovedTo(SELF, 1))), stands),
                Arguments.of(
                        "it has moved on",
                        owner,
                        List.of(at(TWO, 7, new State.MovedTo(THREE, 8)), at(THREE, 7, owner)),
                        yields(7, THREE)),
                Arguments.of(
                        "it is moving on",
                        owner,
                        List.of(
                                at(TWO, 6, new State.MovingTo(THREE, 8)),
                                at(THREE, 7, new State.IncomingFrom(TWO, 8, false))),
                        yields(6, TWO)),
                Arguments.of("it came back since", owner, List.of(at(TWO, 7, new State.MovedTo(SELF, 8))), ALARM),
                Arguments.of("two have it", owner, List.of(at(TWO, 5, owner)), ALARM));
    }

    private static Stream<Arguments> onTheirWay() {
        Verdict stands = new Verdict.Stands(RESTORED);
        State owner = new State.Owner();
        State moving = new State.MovingTo(TWO, 7);
        State incoming = new State.IncomingFrom(THREE, 7, true);
        State moved = new State.MovedTo(TWO, 7);
        return Stream.of(
                Arguments.of("a move that had not begun is off", moving, List.of(), stands),
                Arguments.of(
                        "a copy that is not whole",
                        moving,
                        List.of(at(TWO, 6, new State.IncomingFrom(SELF, 7, false))),
                        stands),
                Arguments.of(
                        "a copy that is whole",
                        moving,
                        List.of(at(TWO, 6, new State.IncomingFrom(SELF, 7, true))),
                        ALARM),
                Arguments.of("it has moved", moving, List.of(at(TWO, 6, owner)), yields(6, TWO)),
                Arguments.of("on its way here", incoming, List.of(at(THREE, 4, owner)), yields(5, THREE)),
                Arguments.of("on its way here from nowhere", incoming, List.of(), ALARM),
                Arguments.of(
                        "left before", moved, List.of(at(TWO, 5, owner)), new Verdict.Stands(RESTORED.with(5, moved))),
                Arguments.of("left before, came back", moved, List.of(at(TWO, 6, new State.MovedTo(SELF, 8))), ALARM));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void verdict(String name, State restored, List<RecordedAt> heard, Verdict expected) {
        Verdict found = RestoredAccount.of(SELF, RESTORED.with(5, restored), heard);
        if (expected instanceof Verdict.Alarm) {
            assertInstanceOf(Verdict.Alarm.class, found);
        } else {
            assertEquals(expected, found);
        }
    }

    @TempDir
    private Path folder;

    /** Node two does not answer at first, then says that it is unsure, and then what it has: of alice nothing, bob it has, carol came back. */
    @Test
    void servesWhenEverybodyHasAnsweredForEachAccount() throws Exception {
        Ownership alice;
        Ownership bob;
        Ownership carol;
        try (Store store = Stores.open(folder, "self", 1, 1, InstantSource.system())) {
            alice = create(store, "alice");
            bob = create(store, "bob").with(2, new State.Owner());
            carol = create(store, "carol").with(3, new State.MovedTo(SELF, 1));
        }
        Files.writeString(folder.resolve("self-v1/unsettled"), "all\n");
        CountDownLatch unsure = new CountDownLatch(2);
        try (Store store = Stores.open(folder, "self", 1, 1, InstantSource.system())) {
            Map<DirectoryId, Standing> known = Map.of(
                    bob.directoryId(), new Standing.Recorded(bob), carol.directoryId(), new Standing.Recorded(carol));
            settle(store, asked -> {
                Standing standing =
                        unsure.getCount() > 0 ? new Standing.Unsure() : known.getOrDefault(asked, new Standing.None());
                unsure.countDown();
                assertFalse(store.settled());
                return standing;
            });
            assertTrue(store.settled());
            assertTrue(store.accounts().open(alice.id()).isPresent());
            assertEquals(
                    Optional.of(bob.with(2, new State.MovedTo(TWO, 0))),
                    store.accounts().find(bob.id()));
            assertTrue(store.accounts().open(carol.id()).isEmpty(), "a person has to say what holds");
        }
        assertEquals(List.of(carol.id().toString()), Files.readAllLines(folder.resolve("self-v1/unsettled")));
    }

    /** All is asked of node two, which answers at once. */
    private static void settle(Store store, Function<DirectoryId, Standing> answers) throws Exception {
        Settlement[] asking = new Settlement[1];
        asking[0] = new Settlement(
                SELF,
                Set.of(SELF, TWO),
                store,
                (node, message) -> {
                    var question = (LinkMessage.OwnershipQuestion) message;
                    DirectoryId asked = question.directoryId();
                    var answer = new LinkMessage.OwnershipAnswer(question.question(), asked, answers.apply(asked));
                    asking[0].heard(node, answer, _ -> {});
                    return true;
                },
                (_, _, _) -> {},
                new SplittableRandom(1),
                Duration.ofMillis(1));
        asking[0].run();
        asking[0].close();
    }

    private static Ownership create(Store store, String name) throws IOException {
        Outcome<Ownership> created = store.accounts()
                .create(new DirectoryId("id-" + name), new AccountName(name, "example.net"), 1, Optional.empty());
        return ((Outcome.Done<Ownership>) created).value();
    }
}
