package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waypost.config.Network;
import waypost.config.TrustedPeerSection;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.net.ClientTls;
import waypost.net.Dial;
import waypost.net.Encryption;
import waypost.net.Endpoint;
import waypost.net.Listener;
import waypost.net.ListenerSpec;
import waypost.net.LocalAuthority;
import waypost.net.Net;
import waypost.net.Protection;
import waypost.net.ServerTls;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsOf;
import waypost.protocol.link.SecretsSaid;
import waypost.store.Account;
import waypost.store.Store;

/** A front end and a store, on loopback with TLS. */
@Timeout(60)
class SecretsExchangeTest {
    private static final NodeName STORE = new NodeName("store");
    private static final NodeName FRONT = new NodeName("front");
    private static final AccountName ALICE = new AccountName("alice", "example.net");
    private static final DirectoryId ID = CannedMapping.idOf(ALICE);
    private static final SecretsOf WHOSE = new SecretsOf(ID, ALICE, 0);
    private static final LinkTiming PATIENT =
            new LinkTiming(Duration.ofMinutes(1), Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofMillis(10));
    private static final LinkTiming HASTY =
            new LinkTiming(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofMillis(10));

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Net net;
    private LocalAuthority authority;
    private Store accounts;
    private LinkService store;
    private SecretsExchange ofStore;
    private Listener listener;

    @BeforeEach
    void open() throws IOException {
        net = Net.open(new MetricRegistry());
        authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        accounts = Stores.open(folder, "store", 1, 1, InstantSource.system());
        CannedMapping mapping = new CannedMapping().account(ALICE, "store");
        Claims claims = new Claims(
                STORE,
                Set.of(STORE),
                accounts,
                new AccountNames(mapping, accounts),
                (_, _) -> false,
                new SplittableRandom(1),
                Claims.LIMIT);
        AccountResolver resolver = new AccountResolver(STORE, Stores.nodes("store"), mapping, accounts, claims);
        store = service(STORE, PATIENT);
        SecretsDesk desk = new SecretsDesk(resolver, accounts, InstantSource.system());
        ofStore = new SecretsExchange(STORE, store, Optional.of(desk), threads);
        store.joinSecrets(ofStore, net, Map.of());
        ServerTls tls = ServerTls.asking(authority.node(STORE), List.of(authority.certificate()));
        listener = net.listen(
                ListenerSpec.internal("link", new Endpoint.Socket("127.0.0.1", 0), new Protection.Implicit(tls)),
                _ -> store.accepted());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        net.close();
        threads.close();
        accounts.close();
    }

    private LinkService service(NodeName name, LinkTiming timing) {
        List<Network> loopback = List.of(new Network(InetAddress.getLoopbackAddress(), 32));
        List<TrustedPeerSection> trusted = List.of(new TrustedPeerSection(FRONT, Optional.empty(), loopback));
        return new LinkService(name, List.of(STORE), new TrustedPeers(name, trusted), threads, timing);
    }

    private SecretsExchange front(LinkService link) throws IOException {
        SecretsExchange exchange = new SecretsExchange(FRONT, link, Optional.empty(), threads);
        exchange.listen(new SecretsExchange.Listener() {
            @Override
            public void changed(DirectoryId account) {
                heard.add("changed " + account);
            }

            @Override
            public void lost() {
                heard.add("lost");
            }
        });
        Dial dial = Dial.to(Endpoint.of(listener.address()))
                .with(new Encryption.Implicit(
                        ClientTls.to(STORE.value(), List.of(authority.certificate()), authority.node(FRONT))));
        link.joinSecrets(exchange, net, Map.of(STORE, dial));
        return exchange;
    }

    private static SecretsSaid ask(SecretsExchange exchange, SecretsAsked asked) {
        return exchange.ask(STORE, WHOSE, asked).toCompletableFuture().join();
    }

    private Account account() throws IOException {
        return accounts.accounts()
                .open(accounts.accounts().find(ID).orElseThrow().id())
                .orElseThrow();
    }

    @Test
    void asksAndHearsOfChanges() throws Exception {
        try (LinkService link = service(FRONT, PATIENT)) {
            SecretsExchange front = front(link);
            assertTrue(front.leadsTo(STORE));
            assertFalse(front.leadsTo(FRONT));
            assertEquals(SecretsSaid.Holds.NOTHING, ask(front, new SecretsAsked.Which()));
            account().secondFactor().enable(Instant.EPOCH, new SplittableRandom(1));
            ofStore.tell(ID);
            assertEquals("changed " + ID, heard.take());
            assertEquals(new SecretsSaid.Holds(true, Set.of()), ask(front, new SecretsAsked.Which()));
            assertEquals(new SecretsSaid.Unsure(), ask(front, new SecretsAsked.Newer()));
        }
    }

    /** This is told before the next connection stands. */
    @Test
    void hearsThatItDoesNotHear() throws Exception {
        try (LinkService link = service(FRONT, PATIENT)) {
            SecretsExchange front = front(link);
            assertEquals(SecretsSaid.Holds.NOTHING, ask(front, new SecretsAsked.Which()));
            listener.stop(Duration.ZERO).toCompletableFuture().join();
            assertEquals("lost", heard.take());
            assertTrue(front.leadsTo(STORE));
            assertEquals(new SecretsSaid.Unsure(), ask(front, new SecretsAsked.Which()));
        }
    }

    @Test
    void whoIsNotThereIsUnsure() throws Exception {
        listener.stop(Duration.ZERO).toCompletableFuture().join();
        try (LinkService link = service(FRONT, HASTY)) {
            assertEquals(new SecretsSaid.Unsure(), ask(front(link), new SecretsAsked.Which()));
        }
    }

    @Test
    void aNodeAsksItselfWithoutALink() throws Exception {
        assertTrue(ofStore.leadsTo(STORE));
        assertEquals(SecretsSaid.Holds.NOTHING, ask(ofStore, new SecretsAsked.Which()));
    }
}
