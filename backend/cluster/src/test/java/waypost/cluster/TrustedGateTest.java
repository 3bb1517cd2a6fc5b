package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.config.Network;
import waypost.config.TrustedPeerSection;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.NodeName;
import waypost.identity.Secret;
import waypost.net.Gatekeeper.Client;
import waypost.net.Gatekeeper.LoginRequest;
import waypost.net.Peer;
import waypost.net.Verdict;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.Refusal;
import waypost.store.Outcome;
import waypost.store.SecondFactor;
import waypost.store.Store;

class TrustedGateTest {
    private static final NodeName SELF = new NodeName("one");
    private static final NodeName FRONT = new NodeName("fe1");
    private static final Secret SECRET = new Secret("open sesame");
    private static final AccountName ALICE = new AccountName("alice", "example.net");
    private static final Credentials GOOD = new Credentials.Password("alice@example.net", "fe1", SECRET);
    private static final Credentials CERTIFIED = new Credentials.External("alice@example.net");

    private static final TrustedPeers PEERS = new TrustedPeers(
            SELF,
            List.of(
                    new TrustedPeerSection(FRONT, Optional.of(SECRET), List.of(network("10.0.0.0", 8))),
                    new TrustedPeerSection(new NodeName("fe2"), Optional.empty(), List.of(network("10.0.0.0", 8)))));

    @TempDir
    private Path folder;

    private static Network network(String base, int prefix) {
        return new Network(address(base), prefix);
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    private static Peer peer(String from, Peer.Way way, boolean internal, String... certified) {
        InetSocketAddress local = new InetSocketAddress(address("10.0.0.1"), 2144);
        Optional<Peer.TlsFacts> tls = certified.length == 0
                ? Optional.empty()
                : Optional.of(new Peer.TlsFacts("TLSv1.3", "any", List.of(certified)));
        return new Peer(new InetSocketAddress(address(from), 4711), local, way, internal, tls);
    }

    static Stream<Object[]> proofs() {
        Peer near = peer("10.1.2.3", Peer.Way.SOCKET, true);
        Peer far = peer("192.0.2.1", Peer.Way.SOCKET, true);
        return Stream.of(new Object[][] {
            {"secret", GOOD, near, Optional.of(FRONT)},
            {"wrong secret", new Credentials.Password("a@b", "fe1", new Secret("x")), near, Optional.empty()},
            {"secret of another", new Credentials.Password("a@b", "fe2", SECRET), near, Optional.empty()},
            {"no secret is none", new Credentials.Password("a@b", "fe2", new Secret("-")), near, Optional.empty()},
            {"nobody", new Credentials.Password("a@b", "fe9", new Secret("-")), near, Optional.empty()},
            {"secret from afar", GOOD, far, Optional.empty()},
            {"secret in public", GOOD, peer("10.1.2.3", Peer.Way.SOCKET, false), Optional.empty()},
            {"no certificate", CERTIFIED, near, Optional.empty()},
            {
                "certificate",
                CERTIFIED,
                peer("10.1.2.3", Peer.Way.SOCKET, true, "x", "fe2"),
                Optional.of(new NodeName("fe2"))
            },
            {"certificate from afar", CERTIFIED, peer("192.0.2.1", Peer.Way.SOCKET, true, "fe2"), Optional.empty()},
            {"certificate of another", CERTIFIED, peer("10.1.2.3", Peer.Way.SOCKET, true, "fe9"), Optional.empty()},
            {"certificate in public", CERTIFIED, peer("10.1.2.3", Peer.Way.SOCKET, false, "fe2"), Optional.empty()},
            {"this process", CERTIFIED, peer("127.0.0.1", Peer.Way.IN_PROCESS, true), Optional.of(SELF)},
            {"this process in public", CERTIFIED, peer("127.0.0.1", Peer.Way.IN_PROCESS, false), Optional.empty()},
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("proofs")
    void believesOnlyProof(String name, Credentials shown, Peer peer, Optional<NodeName> expected) {
        assertEquals(expected, PEERS.proven(shown, peer), name);
    }

    @Test
    void letsATrustedNodeInForAUser() throws IOException {
        var served = assertInstanceOf(Verdict.Serve.class, admit(GOOD, Forwarded.NONE));
        assertEquals(List.of("alice@example.net"), served.capabilities());
    }

    @Test
    void refusesANodeThatIsNotTrusted() throws IOException {
        Credentials wrong = new Credentials.Password("alice@example.net", "fe1", new Secret("guess"));
        assertEquals(new Verdict.Refuse(Refusal.CREDENTIALS), admit(wrong, Forwarded.NONE));
    }

    @Test
    void refusesAUserThatCannotBeOne() throws IOException {
        assertEquals(
                new Verdict.Refuse(Refusal.CREDENTIALS),
                admit(new Credentials.Password("", "fe1", SECRET), Forwarded.NONE));
    }

    @Test
    void endsASessionThatGoesInCircles() throws IOException {
        Forwarded spent = new Forwarded("", "s1", 0, Optional.of(CannedMapping.idOf(ALICE)), 0);
        assertEquals(new Verdict.Refuse(Refusal.UNAVAILABLE), admit(GOOD, spent));
    }

    @Test
    void tellsWhoComesForAnotherThanWhoHasTheName() throws IOException {
        Forwarded other = new Forwarded("", "s1", 7, Optional.of(new waypost.identity.DirectoryId("other")), 0);
        assertEquals(new Verdict.Refuse(Refusal.STALE), admit(GOOD, other));
    }

    /** Whatever the front end remembers, or is too old to know. */
    @Test
    void whoHasASecondFactorMustHaveShownMoreThanAPassword() throws IOException {
        try (Store store = Stores.open(folder, "one", 1, 1, InstantSource.system())) {
            TrustedGate gate = gate(store, new SessionCount(2));
            assertInstanceOf(Verdict.Serve.class, admit(gate, GOOD, Forwarded.NONE));
            SecondFactor factor = store.accounts()
                    .open(store.accounts().all().getFirst().id())
                    .orElseThrow()
                    .secondFactor();
            assertInstanceOf(Outcome.Done.class, factor.enable(Instant.EPOCH, new SplittableRandom(1)));
            assertEquals(new Verdict.Refuse(Refusal.SECOND_FACTOR), admit(gate, GOOD, Forwarded.NONE));
            assertInstanceOf(Verdict.Serve.class, admit(gate, GOOD, Forwarded.NONE.with(Forwarded.Shown.MORE)));
        }
    }

    /** The session counts until it is closed, whoever has it then. */
    @Test
    void aUserHasSoManySessionsAtATime() throws IOException {
        try (Store store = Stores.open(folder, "one", 1, 1, InstantSource.system())) {
            TrustedGate gate = gate(store, new SessionCount(2));
            var first = assertInstanceOf(Verdict.Serve.class, admit(gate, GOOD, Forwarded.NONE));
            var second = assertInstanceOf(Verdict.Serve.class, admit(gate, GOOD, Forwarded.NONE));
            assertEquals(new Verdict.Refuse(Refusal.LIMIT), admit(gate, GOOD, Forwarded.NONE));
            assertThrows(IllegalStateException.class, () -> first.session().get()); // not opened, so it ends here
            assertInstanceOf(Verdict.Serve.class, admit(gate, GOOD, Forwarded.NONE));
            assertEquals(new Verdict.Refuse(Refusal.LIMIT), admit(gate, GOOD, Forwarded.NONE));
            assertThrows(IllegalStateException.class, () -> second.session().get());
            assertInstanceOf(Verdict.Serve.class, admit(gate, GOOD, Forwarded.NONE));
        }
    }

    /** What its directory gives it, as the front end has heard it, in place of what its node gives to all. */
    @Test
    void aUserHasAsManySessionsAsHisDirectoryGives() throws IOException {
        try (Store store = Stores.open(folder, "one", 1, 1, InstantSource.system())) {
            TrustedGate gate = gate(store, new SessionCount(2));
            Forwarded one = limited("sessions:1");
            Forwarded three = limited("sessions:3,storage:0");
            assertInstanceOf(Verdict.Serve.class, admit(gate, GOOD, one));
            assertEquals(new Verdict.Refuse(Refusal.LIMIT), admit(gate, GOOD, one));
            assertInstanceOf(Verdict.Serve.class, admit(gate, GOOD, limited("storage:0")));
            assertEquals(new Verdict.Refuse(Refusal.LIMIT), admit(gate, GOOD, Forwarded.NONE));
            assertInstanceOf(Verdict.Serve.class, admit(gate, GOOD, three));
            assertEquals(new Verdict.Refuse(Refusal.LIMIT), admit(gate, GOOD, three));
        }
    }

    /** One at a time stays one, whatever he may have of all. */
    @Test
    void aPartOfTheSessionsHasItsOwnLimit() throws IOException {
        try (Store store = Stores.open(folder, "one", 1, 1, InstantSource.system())) {
            SessionCount all = new SessionCount(1);
            TrustedGate pop3 = gate(store, all.part(1));
            assertInstanceOf(Verdict.Serve.class, admit(pop3, GOOD, limited("sessions:3")));
            assertEquals(new Verdict.Refuse(Refusal.LIMIT), admit(pop3, GOOD, limited("sessions:3")));
            TrustedGate imap = gate(store, all);
            assertEquals(new Verdict.Refuse(Refusal.LIMIT), admit(imap, GOOD, limited("sessions:1")));
            assertInstanceOf(Verdict.Serve.class, admit(imap, GOOD, limited("sessions:2")));
        }
    }

    private static Forwarded limited(String limits) {
        return Forwarded.NONE.with(AccountLimits.parse(limits).orElseThrow());
    }

    private Verdict admit(Credentials credentials, Forwarded forwarded) throws IOException {
        try (Store store = Stores.open(folder, "one", 1, 1, InstantSource.system())) {
            return admit(gate(store, new SessionCount(1)), credentials, forwarded);
        }
    }

    private static TrustedGate gate(Store store, SessionCount count) {
        CannedMapping mapping = new CannedMapping().account(ALICE, "one");
        AccountNames names = new AccountNames(mapping, store);
        Claims claims =
                new Claims(SELF, Set.of(SELF), store, names, (_, _) -> false, new SplittableRandom(1), Claims.LIMIT);
        AccountResolver resolver = new AccountResolver(SELF, Stores.nodes("one"), mapping, store, claims);
        SessionFactory sessions = admitted -> new Verdict.Serve(
                () -> {
                    throw new IllegalStateException("not opened in this test");
                },
                List.of(admitted.name().toString()));
        SecretsDesk secrets = new SecretsDesk(resolver, store, InstantSource.system());
        AccountDoor door = new AccountDoor(resolver, secrets, sessions, count, Runnable::run);
        return new TrustedGate(PEERS, new AddressRules(AddressSettings.plain(Optional.empty())), door);
    }

    private static Verdict admit(TrustedGate gate, Credentials credentials, Forwarded forwarded) {
        Peer near = peer("10.1.2.3", Peer.Way.SOCKET, true);
        return gate.admit(new LoginRequest(credentials, new Client(near, "s1", (_, _) -> {}), forwarded, "IMAP"))
                .toCompletableFuture()
                .join();
    }
}
