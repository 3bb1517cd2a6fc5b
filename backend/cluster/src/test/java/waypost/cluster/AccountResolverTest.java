package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Referral;
import waypost.mapping.Answer;
import waypost.mapping.Presence;
import waypost.mapping.Route;
import waypost.store.Outcome;
import waypost.store.Store;

/** One store node that has no other to ask, in a cluster of names. */
class AccountResolverTest {
    private static final NodeName SELF = new NodeName("one");
    private static final NodeName OTHER = new NodeName("two");
    private static final AccountName ALICE = new AccountName("alice", "example.net");
    private static final AccountName MARTIN = new AccountName("alice.martin", "example.net");
    private static final DirectoryId ID = CannedMapping.idOf(ALICE);

    @TempDir
    private Path folder;

    private final CannedMapping mapping = new CannedMapping();
    private Store store;
    private AccountResolver resolver;

    @BeforeEach
    void open() {
        open(Stores.open(folder, "one", 1, 2, InstantSource.system()));
    }

    private void open(Store opened) {
        store = opened;
        AccountNames names = new AccountNames(mapping, store);
        Claims claims =
                new Claims(SELF, Set.of(SELF), store, names, (_, _) -> false, new SplittableRandom(1), Claims.LIMIT);
        resolver = new AccountResolver(SELF, Stores.nodes("one", "two"), mapping, store, claims);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void createsWhereTheDirectoryNamesThisNode() {
        mapping.account(ALICE, "one");
        var here = assertInstanceOf(Resolution.Here.class, resolver.resolve(ALICE, ID, 0));
        assertEquals(1, here.account().epoch());
        assertEquals(here, resolver.resolve(ALICE, ID, 0));
        assertEquals(here, resolver.resolve("alice@example.net"));
    }

    @Test
    void createsOnTheVolumeThatTheDirectoryNames() {
        mapping.account(ALICE, "one-v2");
        var here = assertInstanceOf(Resolution.Here.class, resolver.resolve(ALICE, ID, 0));
        assertEquals(2, here.account().id().volume());
    }

    @Test
    void theRecordBeatsTheDirectory() {
        mapping.account(ALICE, "one");
        assertInstanceOf(Resolution.Here.class, resolver.resolve(ALICE, ID, 0));
        mapping.account(ALICE, "two");
        assertInstanceOf(Resolution.Here.class, resolver.resolve(ALICE, ID, 0));
    }

    @Test
    void refersToWhereItMoved() throws IOException {
        Ownership record = create();
        store.accounts().put(record.with(2, new Ownership.State.MovedTo(OTHER, 7)));
        assertEquals(new Resolution.Elsewhere(new Referral(record.id(), OTHER, 2)), resolver.resolve(ALICE, ID, 1));
    }

    @Test
    void servesWhileItMovesAway() throws IOException {
        Ownership record = create();
        store.accounts().put(record.with(2, new Ownership.State.MovingTo(OTHER, 7)));
        assertInstanceOf(Resolution.Here.class, resolver.resolve(ALICE, ID, 1));
    }

    @Test
    void whileItComesItIsStillAtItsSource() throws IOException {
        Ownership record = create();
        store.accounts().put(record.with(3, new Ownership.State.IncomingFrom(OTHER, 7, true)));
        assertEquals(new Resolution.Elsewhere(new Referral(record.id(), OTHER, 2)), resolver.resolve(ALICE, ID, 1));
    }

    @Test
    void whatWasDeletedIsGone() throws IOException {
        Ownership record = create();
        store.accounts().put(record.with(1, new Ownership.State.Gone()));
        assertEquals(new Resolution.None(Resolution.Absence.GONE), resolver.resolve(ALICE, ID, 0));
    }

    /** Whose mail would be refused is not the one who is gone. */
    @Test
    void theNameOfWhatIsGoneMayBeAnothers() throws IOException {
        Ownership record = create();
        store.accounts().put(record.with(1, new Ownership.State.Gone()));
        mapping.answer("alice@example.net", new Answer.Unavailable("down"));
        assertEquals(new Resolution.Unavailable("down"), resolver.resolve(ALICE, ID, 0));
        mapping.answer("alice@example.net", new Answer.Unknown());
        assertEquals(new Resolution.None(Resolution.Absence.GONE), resolver.resolve(ALICE, ID, 0));
        mapping.answer("alice@example.net", new Answer.Refused(Answer.Kind.DISABLED));
        assertEquals(new Resolution.None(Resolution.Absence.GONE), resolver.resolve(ALICE, ID, 0));
        DirectoryId newcomer = new DirectoryId("id-newcomer");
        mapping.answer(
                "alice@example.net", CannedMapping.granted(ALICE, newcomer, new Route("one", OptionalLong.empty())));
        assertInstanceOf(Resolution.Stale.class, resolver.resolve(ALICE, ID, 0));
        var here = assertInstanceOf(Resolution.Here.class, resolver.resolve(ALICE, newcomer, 0));
        assertEquals(newcomer, here.account().directoryId());
        assertInstanceOf(Resolution.Stale.class, resolver.resolve(ALICE, ID, 0), "still so");
    }

    /** The whole life of a name: given, left by a rename, given to another, while the first keeps working. */
    @Test
    void aRenameChangesTheNameAndNotTheAccount() {
        Ownership first = create();
        mapping.account(MARTIN, "one").presence(ID, new Presence.Present(Optional.of(MARTIN)));
        Resolution.Here renamed = new Resolution.Here(first.named(MARTIN));
        assertEquals(renamed, resolver.resolve(MARTIN, ID, 1));
        DirectoryId newcomer = new DirectoryId("id-newcomer");
        mapping.answer(
                ALICE.toString(), CannedMapping.granted(ALICE, newcomer, new Route("one", OptionalLong.empty())));
        var second = assertInstanceOf(Resolution.Here.class, resolver.resolve(ALICE, newcomer, 0));
        assertEquals(ALICE, second.account().name());
        assertEquals(renamed, resolver.resolve(MARTIN, ID, 1));
        assertEquals(renamed, resolver.resolve(ALICE, ID, 1), "a front end that has not heard of it yet");
        assertEquals(Optional.of(first.named(MARTIN)), store.accounts().find(ID));
    }

    @Test
    void aNameIsNotChangedWithoutTheDirectory() {
        Ownership first = create();
        mapping.presence(ID, new Presence.Unavailable("down"));
        assertEquals(new Resolution.Here(first), resolver.resolve(MARTIN, ID, 1));
    }

    private Ownership create() {
        mapping.account(ALICE, "one");
        return assertInstanceOf(Resolution.Here.class, resolver.resolve(ALICE, ID, 0))
                .account();
    }

    @Test
    void followsTheDirectoryOnlyUpwards() {
        mapping.answer("alice@example.net", CannedMapping.granted(ALICE, ID, new Route("two", OptionalLong.of(3))));
        var elsewhere = assertInstanceOf(Resolution.Elsewhere.class, resolver.resolve(ALICE, ID, 2));
        assertEquals(OTHER, elsewhere.where().node());
        assertInstanceOf(Resolution.Unavailable.class, resolver.resolve(ALICE, ID, 3));
        mapping.account(ALICE, "two");
        assertInstanceOf(Resolution.Unavailable.class, resolver.resolve(ALICE, ID, 0));
        assertEquals(Optional.empty(), store.accounts().find(ID));
    }

    @Test
    void createsNothingThatItsOwnDirectoryDoesNotConfirm() {
        assertInstanceOf(Resolution.Unavailable.class, resolver.resolve(ALICE, ID, 0));
        mapping.answer("alice@example.net", new Answer.Unavailable("down"));
        assertInstanceOf(Resolution.Unavailable.class, resolver.resolve(ALICE, ID, 0));
        mapping.account(ALICE, "one");
        assertInstanceOf(Resolution.Stale.class, resolver.resolve(ALICE, new DirectoryId("other"), 0));
        assertEquals(0, store.accounts().all().size());
    }

    /** Its accounts are told to come again, nobody gets a second mailbox, and the others are served. */
    @Test
    void aVolumeThatDoesNotOpenTakesOnlyItsAccountsOut() throws IOException {
        store.close();
        Path three = folder.resolve("three");
        List<AccountName> names = Stream.of("alice", "bob", "carol")
                .map(local -> new AccountName(local, "example.net"))
                .toList();
        try (Store whole = Stores.open(three, "one", 1, 3, InstantSource.system())) {
            for (int i = 0; i < 3; i++) {
                mapping.account(names.get(i), "one");
                Optional<String> volume = Optional.of("one-v" + (i + 1));
                Outcome<Ownership> created =
                        whole.accounts().create(CannedMapping.idOf(names.get(i)), names.get(i), 1, volume);
                assertInstanceOf(Outcome.Done.class, created, created::toString);
            }
        }
        Files.delete(three.resolve("one-v2/journal/identity"));
        open(Stores.open(three, "one", 1, 3, InstantSource.system()));
        assertEquals(Set.of("one-v2"), store.failures().keySet());
        for (int i = 0; i < 3; i++) {
            Class<?> expected = i == 1 ? Resolution.Unavailable.class : Resolution.Here.class;
            assertInstanceOf(expected, resolver.resolve(names.get(i), CannedMapping.idOf(names.get(i)), 0));
        }
        AccountName fresh = new AccountName("dave", "example.net");
        mapping.account(fresh, "one");
        assertInstanceOf(
                Resolution.Unavailable.class, resolver.resolve(fresh, CannedMapping.idOf(fresh), 0), "who knows");
    }

    @Test
    void saysWhatTheDirectoryFindsOfAnAddress() {
        assertEquals(new Resolution.None(Resolution.Absence.UNKNOWN), resolver.resolve("nobody@example.net"));
        mapping.answer("off@example.net", new Answer.Refused(Answer.Kind.DISABLED));
        assertEquals(new Resolution.None(Resolution.Absence.DISABLED), resolver.resolve("off@example.net"));
        mapping.answer("late@example.net", new Answer.Unavailable("down"));
        assertInstanceOf(Resolution.Unavailable.class, resolver.resolve("late@example.net"));
    }
}
