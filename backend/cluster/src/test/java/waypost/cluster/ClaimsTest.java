package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.cluster.Claims.Ending;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.mapping.Presence;
import waypost.mapping.Route;
import waypost.protocol.link.LinkMessage;
import waypost.store.Outcome;
import waypost.store.Store;

/** Two nodes with real stores, and a link of theirs that a test may cut. */
class ClaimsTest {
    private static final NodeName ONE = new NodeName("one");
    private static final NodeName TWO = new NodeName("two");
    private static final AccountName ALICE = new AccountName("alice", "example.net");
    private static final DirectoryId ID = new DirectoryId("id-alice");
    private static final DirectoryId FORMER = new DirectoryId("id-former");
    private static final AccountName MARTIN = new AccountName("alice.martin", "example.net");
    private static final Route ROUTE = new Route("one", OptionalLong.empty());
    private static final Claims.Wish WISH = new Claims.Wish(ID, ALICE, 1, Optional.empty());

    @TempDir
    private Path folder;

    private final Map<NodeName, Claims> claims = new ConcurrentHashMap<>();
    private final Map<NodeName, CannedMapping> mappings = new ConcurrentHashMap<>();
    private final Map<NodeName, Store> stores = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Optional<NodeName> cut = Optional.empty();
    private volatile boolean swallow;

    @BeforeEach
    void open() {
        open(ONE, 1, Set.of(ONE, TWO), Claims.LIMIT);
        open(TWO, 2, Set.of(ONE, TWO), Claims.LIMIT);
    }

    private void open(NodeName node, int volume, Set<NodeName> list, Duration limit) {
        Store store = stores.computeIfAbsent(
                node, name -> Stores.open(folder, name.value(), volume, 1, InstantSource.system()));
        LinkMessages link = (to, message) -> carry(node, to, message);
        AccountNames names = new AccountNames(mapping(node), store);
        claims.put(node, new Claims(node, list, store, names, link, new SplittableRandom(volume), limit));
    }

    /** What the node's own directory says. */
    private CannedMapping mapping(NodeName node) {
        return mappings.computeIfAbsent(node, _ -> new CannedMapping());
    }

    private Claims claims(NodeName node) {
        return Optional.ofNullable(claims.get(node)).orElseThrow();
    }

    private Store store(NodeName node) {
        return Optional.ofNullable(stores.get(node)).orElseThrow();
    }

    private boolean carry(NodeName from, NodeName to, LinkMessage.OfStores message) {
        if (cut.filter(to::equals).isPresent()) {
            return false;
        }
        if (!swallow) {
            threads.execute(() -> claims(to)
                    .heard(
                            from,
                            message,
                            answer -> threads.execute(() -> claims(from).heard(to, answer, _ -> {}))));
        }
        return true;
    }

    @AfterEach
    void close() throws IOException {
        threads.close();
        for (Store store : stores.values()) {
            store.close();
        }
    }

    @Test
    void createsWhatNobodyHas() {
        var won = assertInstanceOf(Ending.Won.class, claims(ONE).claim(WISH));
        assertEquals(Optional.of(won.record()), store(ONE).accounts().find(ID));
    }

    @Test
    void findsTheOwner() {
        var won = assertInstanceOf(Ending.Won.class, claims(ONE).claim(WISH));
        var lost = assertInstanceOf(Ending.Lost.class, claims(TWO).claim(WISH));
        assertEquals(Optional.of(new RecordedAt(ONE, won.record())), lost.elsewhere());
        assertEquals(Optional.empty(), store(TWO).accounts().find(ID));
    }

    @Test
    void ofTwoAtOnceAtMostOneCreates() {
        for (int i = 0; i < 30; i++) {
            AccountName name = new AccountName("user" + i, "example.net");
            Claims.Wish wish = new Claims.Wish(CannedMapping.idOf(name), name, 1, Optional.empty());
            var one = CompletableFuture.supplyAsync(() -> claims(ONE).claim(wish), threads);
            var two = CompletableFuture.supplyAsync(() -> claims(TWO).claim(wish), threads);
            long owners = List.of(one.join(), two.join()).stream()
                    .filter(Ending.Won.class::isInstance)
                    .count();
            long records = stores.values().stream()
                    .filter(store -> store.accounts().find(wish.directoryId()).isPresent())
                    .count();
            assertEquals(owners, records);
            assertTrue(owners <= 1, () -> owners + " owners");
        }
    }

    @Test
    void manyAtOneNodeShareOneClaim() {
        var all = java.util.stream.IntStream.range(0, 20)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> claims(ONE).claim(WISH), threads))
                .toList();
        long ids = all.stream()
                .map(CompletableFuture::join)
                .map(ending ->
                        assertInstanceOf(Ending.Won.class, ending).record().id())
                .distinct()
                .count();
        assertEquals(1, ids);
    }

    @Test
    void aNodeThatIsAwayStopsCreationAtOnce() {
        cut = Optional.of(TWO);
        var lost = assertInstanceOf(Ending.Lost.class, claims(ONE).claim(WISH));
        assertTrue(lost.elsewhere().isEmpty());
        cut = Optional.empty();
        assertInstanceOf(Ending.Won.class, claims(ONE).claim(WISH));
    }

    @Test
    void aNodeThatDoesNotAnswerStopsCreationInTime() {
        open(ONE, 1, Set.of(ONE, TWO), Duration.ofMillis(20));
        swallow = true;
        assertInstanceOf(Ending.Lost.class, claims(ONE).claim(WISH));
        swallow = false;
        open(ONE, 1, Set.of(ONE, TWO), Claims.LIMIT);
        assertInstanceOf(Ending.Won.class, claims(ONE).claim(WISH));
    }

    @Test
    void differentListsOfNodesStopCreation() {
        open(TWO, 2, Set.of(TWO), Claims.LIMIT);
        var lost = assertInstanceOf(Ending.Lost.class, claims(ONE).claim(WISH));
        assertTrue(lost.why().contains("another list of nodes"), lost.why());
    }

    /** An account of Alice's name, of a directory entry from before. */
    private Ownership former(NodeName node) throws IOException {
        Outcome<Ownership> old = store(node).accounts().create(FORMER, ALICE, 1, Optional.empty());
        assertInstanceOf(Outcome.Done.class, old);
        return store(node).accounts().find(FORMER).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    void aLiveNamesakeIsDetachedFirst(String node) throws IOException {
        Ownership former = former(new NodeName(node));
        mapping(ONE).account(ALICE, "one");
        mapping(TWO).account(ALICE, "one");
        assertInstanceOf(Ending.Won.class, claims(ONE).claim(WISH));
        assertEquals(
                Optional.of(former.with(1, new Ownership.State.Gone())),
                store(new NodeName(node)).accounts().find(FORMER));
    }

    /** Renamed in the directory, and not seen since: the record has her old name when a newcomer is given it. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    void aRenamedAccountKeepsItsMailboxWhenItsOldNameIsGivenAway(String node) throws IOException {
        Ownership former = former(new NodeName(node));
        for (NodeName each : List.of(ONE, TWO)) {
            mapping(each).account(ALICE, "one").presence(FORMER, new Presence.Present(Optional.of(MARTIN)));
        }
        var won = assertInstanceOf(Ending.Won.class, claims(ONE).claim(WISH));
        assertEquals(ALICE, won.record().name());
        assertEquals(
                Optional.of(former.named(MARTIN)),
                store(new NodeName(node)).accounts().find(FORMER));
    }

    @Test
    void anEntryThatIsThereWithoutAnyAddressIsNotDetached() throws IOException {
        Ownership former = former(TWO);
        mapping(TWO).account(ALICE, "one").presence(FORMER, new Presence.Present(Optional.empty()));
        assertInstanceOf(Ending.Won.class, claims(ONE).claim(WISH));
        assertEquals(Optional.of(former), store(TWO).accounts().find(FORMER));
    }

    static Stream<Presence> doubts() {
        return Stream.of(
                new Presence.Unavailable("down"),
                // a replica that is behind, which has the newcomer as little as the rename
                new Presence.Present(Optional.of(ALICE)),
                new Presence.Absent());
    }

    @ParameterizedTest
    @MethodSource("doubts")
    void nobodyIsDetachedUnlessTheDirectoryHereGivesTheNameAway(Presence presence) throws IOException {
        for (NodeName node : List.of(ONE, TWO)) {
            mapping(node).presence(FORMER, presence);
            mapping(node).answer(ALICE.toString(), CannedMapping.granted(ALICE, FORMER, ROUTE));
        }
        Ownership former = former(TWO);
        var lost = assertInstanceOf(Ending.Lost.class, claims(ONE).claim(WISH));
        assertEquals("two is not settled", lost.why());
        assertInstanceOf(Ending.Lost.class, claims(TWO).claim(WISH));
        assertEquals(Optional.of(former), store(TWO).accounts().find(FORMER));
    }

    /** Its replica is behind with the former holder, and another shows the new one alone. */
    @Test
    void whoIsShownWithTheAddressIsDetachedIfItLeadsToNobodyButTheNewcomer() throws IOException {
        Ownership former = former(TWO);
        mapping(TWO).account(ALICE, "one").presence(FORMER, new Presence.Present(Optional.of(ALICE)));
        assertInstanceOf(Ending.Won.class, claims(ONE).claim(WISH));
        assertEquals(
                Optional.of(former.with(1, new Ownership.State.Gone())),
                store(TWO).accounts().find(FORMER));
    }

    static Stream<Optional<Set<DirectoryId>>> crowds() {
        return Stream.of(Optional.of(Set.of(ID, FORMER)), Optional.of(Set.of(FORMER)), Optional.empty());
    }

    /** Both have the address, and {@code several: first} happens to choose the newcomer. */
    @ParameterizedTest
    @MethodSource("crowds")
    void whoIsThereWithTheAddressIsNotDetachedForOneThatIsPreferred(Optional<Set<DirectoryId>> holders)
            throws IOException {
        Ownership former = former(TWO);
        mapping(TWO)
                .account(ALICE, "one")
                .presence(FORMER, new Presence.Present(Optional.of(ALICE)))
                .holders(ALICE.toString(), holders);
        var lost = assertInstanceOf(Ending.Lost.class, claims(ONE).claim(WISH));
        assertEquals("two is not settled", lost.why());
        assertEquals(Optional.of(former), store(TWO).accounts().find(FORMER));
    }

    @Test
    void aNodeWithAnotherListOfNodesDetachesNobody() throws IOException {
        Ownership former = former(TWO);
        mapping(TWO).account(ALICE, "one");
        open(TWO, 2, Set.of(ONE, TWO, new NodeName("three")), Claims.LIMIT);
        assertInstanceOf(Ending.Lost.class, claims(ONE).claim(WISH));
        assertEquals(Optional.of(former), store(TWO).accounts().find(FORMER));
    }

    @Test
    void aDeletedAccountIsNotMadeAgain() throws IOException {
        store(TWO).accounts().create(ID, ALICE, 1, Optional.empty());
        Ownership record = store(TWO).accounts().find(ID).orElseThrow();
        store(TWO).accounts().put(record.with(record.epoch(), new Ownership.State.Gone()));
        var lost = assertInstanceOf(Ending.Lost.class, claims(ONE).claim(WISH));
        assertTrue(lost.elsewhere().orElseThrow().referral().isEmpty());
    }
}
