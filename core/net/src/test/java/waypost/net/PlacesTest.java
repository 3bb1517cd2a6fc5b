package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;

/** However a connection ends, its place is free when its handler hears of that. */
class PlacesTest {
    private static final NodeName STORE = new NodeName("store1");
    private static final String FULL = "store1 has as many connections for imap from here as it may (1)";

    private final MetricRegistry metrics = new MetricRegistry();
    private final Net net = Net.open(new MetricRegistry());
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Instant now = Instant.EPOCH;
    private final Places one = places(1);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        net.close();
    }

    private Places places(long most) {
        return new Places(STORE, "imap", most, () -> now, metrics);
    }

    /** Tells that its wire stands, and why it ends. */
    private final class Telling implements WireHandler {
        @Override
        public void connected(Wire wire) {
            heard.add("stands");
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {}

        @Override
        public void closed(Wire wire, String why) {
            heard.add(why);
        }
    }

    private String hears() throws InterruptedException {
        return String.valueOf(heard.poll(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private Wire connect(Dial dial) {
        return net.connect(dial.taking(one), new Telling());
    }

    private static Dial to(ServerSocket node) {
        return to("127.0.0.1", node.getLocalPort());
    }

    private static Dial to(String host, int port) {
        return Dial.to(new Endpoint.Socket(host, port));
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket closed = listening()) {
            return closed.getLocalPort();
        }
    }

    /** Each time for the same reason, and never for want of a place. */
    private void failsAgainAndAgain(String why, Dial dial) throws InterruptedException {
        for (int time = 0; time < 3; time++) {
            connect(dial);
            String told = hears();
            assertTrue(told.startsWith(why), told);
            assertEquals(0L, connections());
        }
    }

    private Object connections() {
        return metrics.gauge("nodes.imap.store1.connections").getValue();
    }

    private long refused() {
        return metrics.meter("nodes.imap.store1.refused").getCount();
    }

    @Test
    void whoFindsNoPlaceIsToldAndTheNextFindsTheOneThatWasLeft() throws Exception {
        try (ServerSocket node = listening()) {
            Wire first = connect(to(node));
            assertEquals("stands", hears());
            for (int more = 1; more <= 3; more++) {
                connect(to(node));
                assertEquals(FULL, hears());
                assertEquals(1L, connections());
                assertEquals(more, refused());
            }
            first.close("enough");
            assertEquals("enough", hears());
            assertEquals(0L, connections());
            connect(to(node));
            assertEquals("stands", hears());
        }
    }

    @Test
    void theNodeEndsTheConnection() throws Exception {
        try (ServerSocket node = listening()) {
            for (int time = 0; time < 3; time++) {
                connect(to(node));
                try (Socket accepted = node.accept()) {
                    assertEquals("stands", hears());
                    assertTrue(accepted.isConnected());
                }
                assertEquals("peer closed", hears());
                assertEquals(0L, connections());
            }
        }
    }

    @Test
    void connectionsAreRefused() throws Exception {
        failsAgainAndAgain("cannot connect: ", to("127.0.0.1", unusedPort()));
    }

    @Test
    void nobodyListensInThisProcess() throws Exception {
        failsAgainAndAgain("cannot connect: ", Dial.to(Endpoint.local("nobody")));
    }

    @Test
    void noSuchHost() throws Exception {
        failsAgainAndAgain("unknown host ", to("no-such-host.invalid", 143));
    }

    @Test
    void noSourceAddress() throws Exception {
        try (Net bound =
                Net.open(new MetricRegistry(), new SourceAddresses(List.of(InetAddress.ofLiteral("192.0.2.77"))))) {
            for (int time = 0; time < 3; time++) {
                bound.connect(to("198.51.100.1", 9).taking(one), new Telling());
                assertTrue(hears().startsWith("cannot connect from 192.0.2.77: "));
                assertEquals(0L, connections());
            }
        }
    }

    @Test
    void tlsFails() throws Exception {
        LocalAuthority authority = LocalAuthority.open(folder, InstantSource.system());
        ClientTls tls = ClientTls.to("n2", List.of(authority.certificate()));
        Identity another = authority.node(new NodeName("n1"));
        Listener node = net.listen(
                ListenerSpec.internal(
                        "node",
                        new Endpoint.Socket("127.0.0.1", 0),
                        new Protection.Implicit(ServerTls.of(List.of(another)))),
                _ -> new Silent());
        failsAgainAndAgain("TLS handshake", Dial.to(Endpoint.of(node.address())).with(new Encryption.Implicit(tls)));
    }

    @Test
    void whoGivesUpBeforeTheConnectionStands() throws Exception {
        try (ServerSocket node = listening()) {
            for (int time = 0; time < 100; time++) {
                connect(to(node)).close("given up");
                String told = hears();
                if (told.equals("stands")) {
                    told = hears();
                }
                assertEquals("given up", told);
                assertEquals(0L, connections());
            }
        }
    }

    @Test
    void placesAreNeverMoreThanThereAre() throws Exception {
        Places few = new Places(STORE, "pop3", 3, () -> now, metrics);
        List<Thread> takers = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        if (few.take()) {
                            few.leave();
                        }
                    }
                }))
                .toList();
        for (Thread taker : takers) {
            taker.join();
        }
        assertEquals(
                List.of(true, true, true, false),
                Stream.generate(few::take).limit(4).toList());
    }

    @Test
    void theLogHasALineAMinute() {
        Logger logger = (Logger) LoggerFactory.getLogger("waypost.net");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.WARN); // tests are silent otherwise
        try {
            assertTrue(one.take());
            for (int second = 0; second <= 120; second++) {
                assertFalse(one.take());
                now = now.plusSeconds(1);
            }
        } finally {
            logger.setLevel(null);
            logger.detachAppender(log);
        }
        assertEquals(
                List.of(
                        "event=node-full node=store1 service=imap most=1 refused=1",
                        "event=node-full node=store1 service=imap most=1 refused=62"),
                log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }
}
