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
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
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
import waypost.store.Adoption;
import waypost.store.FolderRole;
import waypost.store.Outcome;
import waypost.store.Store;
import waypost.store.Volume;

/** A volume is restored to a node whose other volume knows better of an account, or may. */
final class AdoptionTest {
    private static final NodeName SELF = new NodeName("self");
    private static final NodeName TWO = new NodeName("two");

    @TempDir
    private Path folder;

    private AccountId alice;

    private Store open() {
        Store store = Stores.open(folder, "self", 1, 2, InstantSource.system());
        assertTrue(store.complete(), () -> store.failures().toString());
        return store;
    }

    @BeforeEach
    void create() throws IOException {
        try (Store store = open()) {
            alice = done(store.accounts()
                            .create(
                                    new DirectoryId("id-alice"),
                                    new AccountName("alice", "example.net"),
                                    1,
                                    Optional.of("self-v1")))
                    .id();
            folder(store, "before the backup");
        }
        copy(folder.resolve("self-v1"), folder.resolve("backup"));
    }

    private static <T> T done(Outcome<T> outcome) {
        return ((Outcome.Done<T>) assertInstanceOf(Outcome.Done.class, outcome)).value();
    }

    private void folder(Store store, String name) throws IOException {
        done(store.accounts().open(alice).orElseThrow().createFolder(name, FolderRole.NONE));
    }

    private boolean has(Store store, String name) throws IOException {
        return store.accounts().open(alice).orElseThrow().folder(name).isPresent();
    }

    private void move(Store store, String to) throws IOException {
        done(store.accounts().move(alice, volume(store, to), SELF, new SplittableRandom(1), _ -> {}));
    }

    private static Volume volume(Store store, String name) {
        return store.volume(name).orElseThrow();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    /** The volume is as it was, and in doubt. */
    private void restore() throws IOException {
        Files.move(folder.resolve("self-v1"), folder.resolve("lost"));
        copy(folder.resolve("backup"), folder.resolve("self-v1"));
        Files.writeString(folder.resolve("self-v1/unsettled"), "all\n");
    }

    private static void settle(Store store) {
        Settlement settlement = new Settlement(
                SELF,
                Set.of(SELF),
                store,
                (_, _) -> false,
                (_, _, _) -> {},
                new SplittableRandom(1),
                Duration.ofMillis(1));
        settlement.run();
        settlement.close();
    }

    @Test
    void whatHasMovedToAnotherVolumeStaysThere() throws IOException {
        try (Store store = open()) {
            move(store, "self-v2");
            folder(store, "since");
        }
        restore();
        try (Store store = open()) {
            assertTrue(has(store, "since"), "even before it is settled");
            settle(store);
            assertTrue(store.settled() && has(store, "since"));
            assertEquals(
                    Optional.of(new State.MovedTo(SELF, 0)),
                    volume(store, "self-v1").accounts().stream()
                            .map(Ownership::state)
                            .findFirst());
            assertFalse(new Adoption(store, SELF, alice).open());
            assertEquals(
                    Outcome.refused(Outcome.Reason.NOT_OWNER),
                    new Adoption(store, SELF, alice).here(volume(store, "self-v1")));
        }
    }

    /** There, and back to the volume that was lost then: what it left on the other may be newer than what was restored. */
    private Store doubtful() throws IOException {
        try (Store store = open()) {
            move(store, "self-v2");
            folder(store, "there");
            move(store, "self-v1");
            folder(store, "lost");
        }
        restore();
        Store store = open();
        settle(store);
        return store;
    }

    @Test
    void aPersonChoosesTheCopyThatWasLeft() throws IOException {
        long last;
        try (Store store = doubtful()) {
            assertEquals(Optional.empty(), store.accounts().open(alice));
            Adoption adoption = new Adoption(store, SELF, alice);
            assertTrue(adoption.open());
            List<Adoption.Copy> copies = adoption.copies();
            assertEquals(
                    List.of("self-v2", "self-v1"),
                    copies.stream().map(Adoption.Copy::volume).toList(),
                    "the newest first");
            last = copies.getFirst().modseq();
            Ownership adopted = done(adoption.here(volume(store, "self-v2")));
            assertTrue(adopted.epoch() > 3 && adopted.serves());
            assertTrue(has(store, "there") && !has(store, "lost"));
            assertFalse(adoption.open());
        }
        try (Store store = open()) {
            assertTrue(store.settled() && has(store, "there"), "it stays so");
            long modseq = store.accounts().open(alice).orElseThrow().numbers().modseq();
            assertTrue(modseq > last + (1L << 32), "nothing is given out twice: " + modseq);
            move(store, "self-v1");
            assertTrue(has(store, "there"));
        }
    }

    @Test
    void orTheOneThatWasRestoredOrThatOfAnotherNode() throws IOException {
        try (Store store = doubtful()) {
            done(new Adoption(store, SELF, alice).here(volume(store, "self-v1")));
            assertTrue(has(store, "before the backup") && !has(store, "there"));
        }
        Files.writeString(folder.resolve("self-v1/unsettled"), alice + "\n");
        try (Store store = open()) {
            Adoption adoption = new Adoption(store, SELF, alice);
            assertTrue(adoption.open());
            assertEquals(new State.MovedTo(TWO, 0), done(adoption.at(TWO)).state());
            assertTrue(store.settled() && store.accounts().open(alice).isEmpty() && !adoption.open());
        }
    }

    private static final Ownership RESTORED = new Ownership(
            AccountId.of(1, 1),
            new DirectoryId("id-alice"),
            new AccountName("alice", "example.net"),
            5,
            new State.Owner());

    static Stream<Arguments> siblings() {
        State owner = new State.Owner();
        State away = new State.MovedTo(SELF, 7);
        State ready = new State.IncomingFrom(SELF, 7, true);
        Verdict there = new Verdict.Yields(RESTORED.with(6, new State.MovedTo(SELF, 0)));
        Verdict stands = new Verdict.Stands(RESTORED);
        Verdict alarm = new Verdict.Alarm("");
        return Stream.of(
                Arguments.of("nothing", owner, List.of(), stands),
                Arguments.of("it is there", owner, List.of(RESTORED.with(6, owner)), there),
                Arguments.of("it was deleted there", owner, List.of(RESTORED.with(6, new State.Gone())), there),
                Arguments.of("it came from there", owner, List.of(RESTORED.with(5, away)), stands),
                Arguments.of("it came back since", owner, List.of(RESTORED.with(6, away)), alarm),
                Arguments.of("a copy that is whole", owner, List.of(RESTORED.with(6, ready)), alarm),
                Arguments.of(
                        "a copy that is not",
                        owner,
                        List.of(RESTORED.with(6, new State.IncomingFrom(SELF, 7, false))),
                        stands),
                Arguments.of("both", owner, List.of(RESTORED.with(5, owner)), alarm),
                Arguments.of(
                        "on to another node",
                        owner,
                        List.of(RESTORED.with(7, new State.MovedTo(TWO, 7))),
                        new Verdict.Yields(RESTORED.with(7, new State.MovedTo(TWO, 0)))),
                Arguments.of(
                        "it had left",
                        away,
                        List.of(RESTORED.with(5, owner)),
                        new Verdict.Stands(RESTORED.with(5, away))),
                Arguments.of(
                        "it was on its way",
                        new State.IncomingFrom(SELF, 7, true),
                        List.of(RESTORED.with(4, owner)),
                        new Verdict.Yields(RESTORED.with(5, new State.MovedTo(SELF, 0)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("siblings")
    void otherVolumesKnow(String name, State restored, List<Ownership> siblings, Verdict expected) {
        Verdict found = RestoredAccount.of(SELF, RESTORED.with(5, restored), siblings, List.of());
        if (expected instanceof Verdict.Alarm) {
            assertInstanceOf(Verdict.Alarm.class, found);
        } else {
            assertEquals(expected, found);
        }
    }
}
