package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.config.Network;
import waypost.config.TrustedPeerSection;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.net.ClientTls;
import waypost.net.Dial;
import waypost.net.Endpoint;
import waypost.net.Identity;
import waypost.net.Listener;
import waypost.net.ListenerSpec;
import waypost.net.LocalAuthority;
import waypost.net.Net;
import waypost.net.Protection;
import waypost.net.ServerTls;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.Standing;

/** Two nodes, and whoever else has a certificate, on loopback with TLS. */
class LinkServiceTest {
    private static final NodeName ONE = new NodeName("one");
    private static final NodeName TWO = new NodeName("two");
    private static final List<NodeName> BOTH = List.of(ONE, TWO);
    private static final LinkMessage.OwnershipQuestion QUESTION =
            new LinkMessage.OwnershipQuestion(7, new DirectoryId("id"));
    private static final LinkMessage.OwnershipAnswer ANSWER =
            new LinkMessage.OwnershipAnswer(7, new DirectoryId("id"), new Standing.None());

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<LinkMessage> answers = new LinkedBlockingQueue<>();
    private Net net;
    private LocalAuthority authority;
    private LinkService two;

    @BeforeEach
    void open() throws IOException {
        net = Net.open(new MetricRegistry());
        authority = LocalAuthority.open(folder, InstantSource.system());
        two = service(TWO);
        two.start(
                (_, message, reply) -> {
                    if (message.equals(QUESTION)) {
                        reply.accept(ANSWER);
                    }
                },
                net,
                Map.of());
    }

    @AfterEach
    void close() {
        two.close();
        net.close();
        threads.close();
    }

    private LinkService service(NodeName name) {
        List<Network> loopback = List.of(new Network(InetAddress.getLoopbackAddress(), 32));
        List<TrustedPeerSection> trusted = BOTH.stream()
                .map(node -> new TrustedPeerSection(node, Optional.empty(), loopback))
                .toList();
        return new LinkService(name, BOTH, new TrustedPeers(name, trusted), threads);
    }

    private Listener listen() throws IOException {
        ServerTls tls = ServerTls.asking(authority.node(TWO), List.of(authority.certificate()));
        Endpoint loopback = new Endpoint.Socket("127.0.0.1", 0);
        return net.listen(ListenerSpec.internal("link", loopback, new Protection.Implicit(tls)), _ -> two.accepted());
    }

    private Dial dial(Listener listener, NodeName as) throws IOException {
        Identity own = authority.node(as);
        return Dial.to(Endpoint.of(listener.address()))
                .with(ClientTls.to(TWO.value(), List.of(authority.certificate()), own));
    }

    private static void awaitConnected(LinkService service) throws InterruptedException {
        for (int i = 0; i < 1000 && !service.connected(TWO); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertTrue(service.connected(TWO));
    }

    @Test
    void carriesQuestionsAndAnswers() throws IOException, InterruptedException {
        Listener listener = listen();
        try (LinkService one = service(ONE)) {
            one.start(
                    (from, message, _) -> {
                        assertEquals(TWO, from);
                        answers.add(message);
                    },
                    net,
                    Map.of(TWO, dial(listener, ONE)));
            awaitConnected(one);
            assertTrue(one.send(TWO, QUESTION));
            assertEquals(ANSWER, answers.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void connectsWhenTheOtherComesLater() throws IOException, InterruptedException {
        Listener first = listen();
        Dial dial = dial(first, ONE);
        first.stop(Duration.ZERO).toCompletableFuture().join();
        try (LinkService one = service(ONE)) {
            one.start((_, _, _) -> {}, net, Map.of(TWO, dial));
            assertFalse(one.send(TWO, QUESTION));
            ServerTls tls = ServerTls.asking(authority.node(TWO), List.of(authority.certificate()));
            net.listen(ListenerSpec.internal("link", dial.to(), new Protection.Implicit(tls)), _ -> two.accepted());
            awaitConnected(one);
        }
    }

    @Test
    void hearsNobodyWhoSaysToBeAnother() throws IOException, InterruptedException {
        Listener listener = listen();
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        try (LinkService one = service(ONE)) {
            LinkConnection liar = new LinkConnection(one, (_, _) -> Optional.empty(), connection -> {
                if (!connection.stands()) {
                    ends.add(connection.why());
                }
            });
            net.connect(dial(listener, new NodeName("mallory")), liar);
            assertTrue(Optional.ofNullable(ends.poll(10, TimeUnit.SECONDS)).isPresent());
        }
    }

    @Test
    void waitsLongerAfterEachFailure() {
        assertEquals(Duration.ofMillis(500), LinkCaller.wait(0));
        assertEquals(Duration.ofSeconds(4), LinkCaller.wait(3));
        assertEquals(Duration.ofMinutes(1), LinkCaller.wait(100));
    }
}
