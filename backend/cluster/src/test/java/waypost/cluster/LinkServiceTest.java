package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.config.Network;
import waypost.config.TrustedPeerSection;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.SharedKey;
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
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.Standing;

/** Two nodes, and whoever else has a certificate, on loopback with TLS. */
class LinkServiceTest {
    private static final NodeName ONE = new NodeName("one");
    private static final NodeName TWO = new NodeName("two");
    private static final NodeName FRONT = new NodeName("front");
    private static final List<NodeName> BOTH = List.of(ONE, TWO);
    private static final LinkTiming PATIENT =
            new LinkTiming(Duration.ofMinutes(1), Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofMillis(10));
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
        two = service(TWO, PATIENT);
        two.joinStores(
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

    private LinkService service(NodeName name, LinkTiming timing) {
        List<Network> loopback = List.of(new Network(InetAddress.getLoopbackAddress(), 32));
        List<TrustedPeerSection> trusted = Stream.of(ONE, TWO, FRONT)
                .map(node -> new TrustedPeerSection(node, Optional.empty(), loopback))
                .toList();
        return new LinkService(name, BOTH, new TrustedPeers(name, trusted), threads, timing);
    }

    private Listener listen() throws IOException {
        return listen(TWO, new Endpoint.Socket("127.0.0.1", 0), two);
    }

    private Listener listen(NodeName name, Endpoint at, LinkService service) throws IOException {
        ServerTls tls = ServerTls.asking(authority.node(name), List.of(authority.certificate()));
        return net.listen(ListenerSpec.internal("link", at, new Protection.Implicit(tls)), _ -> service.accepted());
    }

    /** Where a node was, and is no more. */
    private Endpoint left() throws IOException {
        Listener gone = listen();
        gone.stop(Duration.ZERO).toCompletableFuture().join();
        return Endpoint.of(gone.address());
    }

    private Dial dial(Endpoint to, NodeName as, NodeName whom) throws IOException {
        return Dial.to(to)
                .with(new Encryption.Implicit(
                        ClientTls.to(whom.value(), List.of(authority.certificate()), authority.node(as))));
    }

    private static void awaitConnected(LinkService service) {
        service.settle();
        assertEquals(Set.of(), service.missing());
    }

    @Test
    void carriesQuestionsAndAnswers() throws IOException, InterruptedException {
        Listener listener = listen();
        try (LinkService one = service(ONE, PATIENT)) {
            one.joinStores(
                    (from, message, _) -> {
                        assertEquals(TWO, from);
                        answers.add(message);
                    },
                    net,
                    Map.of(TWO, dial(Endpoint.of(listener.address()), ONE, TWO)));
            awaitConnected(one);
            assertTrue(one.send(TWO, QUESTION));
            assertEquals(ANSWER, answers.poll(10, TimeUnit.SECONDS));
        }
    }

    /** It is no store, and no store calls it. */
    @Test
    void aFrontEndAsksAStore() throws IOException {
        Listener listener = listen();
        try (LinkService front = service(FRONT, PATIENT)) {
            OwnershipAsk ask = new OwnershipAsk(front, QUESTION::question);
            front.joinStores(
                    ask.before((_, _, _) -> {}), net, Map.of(TWO, dial(Endpoint.of(listener.address()), FRONT, TWO)));
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                while (ask.ask(TWO, QUESTION.directoryId()).isEmpty()) {
                    Thread.onSpinWait();
                }
            });
            assertEquals(Optional.of(ANSWER.standing()), ask.ask(TWO, QUESTION.directoryId()));
        }
    }

    @Test
    void connectsWhenTheOtherComesLater() throws IOException {
        Endpoint place = left();
        try (LinkService one = service(ONE, PATIENT)) {
            one.joinStores((_, _, _) -> {}, net, Map.of(TWO, dial(place, ONE, TWO)));
            assertFalse(one.send(TWO, QUESTION));
            listen(TWO, place, two);
            awaitConnected(one);
        }
    }

    /** Else it would try again after an hour. */
    @Test
    void callsBackWhoCallsIt() throws IOException {
        Endpoint place = left();
        LinkTiming rare =
                new LinkTiming(PATIENT.grace(), Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(10));
        try (LinkService one = service(ONE, rare);
                LinkService late = service(TWO, PATIENT)) {
            Listener ofOne = listen(ONE, new Endpoint.Socket("127.0.0.1", 0), one);
            one.joinStores((_, _, _) -> {}, net, Map.of(TWO, dial(place, ONE, TWO)));
            listen(TWO, place, late);
            late.joinStores((_, _, _) -> {}, net, Map.of(ONE, dial(Endpoint.of(ofOne.address()), TWO, ONE)));
            awaitConnected(one);
        }
    }

    /** The next try would be after an hour, too. */
    @Test
    void callsAtOnceWhoIsToBeAsked() throws IOException {
        Endpoint place = left();
        LinkTiming rare =
                new LinkTiming(PATIENT.grace(), Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(10));
        try (LinkService one = service(ONE, rare)) {
            one.joinStores((_, _, _) -> {}, net, Map.of(TWO, dial(place, ONE, TWO)));
            one.reach(TWO).toCompletableFuture().join();
            assertEquals(Set.of(TWO), one.missing());
            listen(TWO, place, two);
            one.reach(TWO).toCompletableFuture().join();
            assertEquals(Set.of(), one.missing());
        }
    }

    @Test
    void doesNotWaitLongForWhoIsDown() throws IOException {
        LinkTiming hasty =
                new LinkTiming(Duration.ofMillis(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(10));
        try (LinkService one = service(ONE, hasty)) {
            one.joinStores((_, _, _) -> {}, net, Map.of(TWO, dial(left(), ONE, TWO)));
            one.settle();
            assertEquals(Set.of(TWO), one.missing());
        }
    }

    @Test
    void hearsNobodyWhoSaysToBeAnother() throws IOException, InterruptedException {
        Listener listener = listen();
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        try (LinkService one = service(ONE, PATIENT)) {
            LinkConnection liar = new LinkConnection(one, (_, _) -> Optional.empty(), connection -> {
                if (!connection.stands()) {
                    ends.add(connection.why());
                }
            });
            net.connect(dial(Endpoint.of(listener.address()), new NodeName("mallory"), TWO), liar);
            assertTrue(Optional.ofNullable(ends.poll(10, TimeUnit.SECONDS)).isPresent());
        }
    }

    /** Node two has the front end in its list, and nobody of that name else. */
    @Test
    void frontEndsTellEachOther() throws IOException, InterruptedException {
        LinkMessage.Key key = new LinkMessage.Key(SharedKey.make(Instant.EPOCH, new SplittableRandom(1)));
        BlockingQueue<NodeName> told = new LinkedBlockingQueue<>();
        CountDownLatch reached = new CountDownLatch(2);
        Listener listener = listen();
        two.joinFrontEnds((from, _, _) -> told.add(from), net, Map.of(FRONT, dial(left(), FRONT, FRONT)));
        try (LinkService front = service(FRONT, PATIENT);
                LinkService unlisted = service(ONE, PATIENT)) {
            for (LinkService each : List.of(unlisted, front)) {
                NodeName name = each == front ? FRONT : ONE;
                Map<NodeName, Dial> others = Map.of(TWO, dial(Endpoint.of(listener.address()), name, TWO));
                each.joinStores((_, message, _) -> answers.add(message), net, others);
                each.joinFrontEnds(handler(reached), net, others);
            }
            assertTrue(reached.await(10, TimeUnit.SECONDS));
            unlisted.tellAll(key);
            front.tellAll(key);
            assertTrue(unlisted.send(TWO, QUESTION));
            assertEquals(ANSWER, answers.poll(10, TimeUnit.SECONDS), "what was told before has arrived");
            assertEquals(FRONT, told.poll(10, TimeUnit.SECONDS));
            assertTrue(told.isEmpty());
        }
    }

    /** It has no quorum to wait for. */
    @Test
    void aFrontEndWaitsForNobody() throws IOException {
        try (LinkService front = service(FRONT, PATIENT)) {
            front.joinFrontEnds(handler(new CountDownLatch(1)), net, Map.of(TWO, dial(left(), FRONT, TWO)));
            front.settle();
            front.tellAll(new LinkMessage.Key(SharedKey.make(Instant.EPOCH, new SplittableRandom(1))));
            assertEquals(Set.of(), front.missing());
        }
    }

    /** Who wants to ask all of them waits for those that come, and for the others not long. */
    @Test
    void frontEndsGather() throws IOException {
        Listener listener = listen();
        LinkTiming hasty =
                new LinkTiming(Duration.ofMillis(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(10));
        try (LinkService alone = service(FRONT, PATIENT);
                LinkService front = service(FRONT, PATIENT);
                LinkService late = service(FRONT, hasty)) {
            alone.joinFrontEnds(handler(new CountDownLatch(0)), net, Map.of());
            alone.gathered().toCompletableFuture().join();
            front.joinFrontEnds(
                    handler(new CountDownLatch(1)),
                    net,
                    Map.of(TWO, dial(Endpoint.of(listener.address()), FRONT, TWO)));
            front.gathered().toCompletableFuture().join();
            assertEquals(Set.of(TWO), front.frontEnds());
            late.joinFrontEnds(handler(new CountDownLatch(1)), net, Map.of(ONE, dial(left(), FRONT, ONE)));
            late.gathered().toCompletableFuture().join();
            assertEquals(Set.of(), late.frontEnds());
        }
    }

    private static LinkHandler<LinkMessage.OfFrontEnds> handler(CountDownLatch reached) {
        return new LinkHandler<>() {
            @Override
            public void heard(
                    NodeName from, LinkMessage.OfFrontEnds message, Consumer<LinkMessage.OfFrontEnds> reply) {}

            @Override
            public void reached(Consumer<LinkMessage.OfFrontEnds> node) {
                reached.countDown();
            }
        };
    }

    @Test
    void waitsLongerAfterEachFailure() {
        assertEquals(Duration.ofMillis(500), LinkTiming.USUAL.retry(0));
        assertEquals(Duration.ofSeconds(4), LinkTiming.USUAL.retry(3));
        assertEquals(Duration.ofMinutes(1), LinkTiming.USUAL.retry(100));
    }
}
