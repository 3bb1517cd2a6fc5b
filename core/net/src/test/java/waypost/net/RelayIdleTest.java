package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.identity.NodeName;
import waypost.protocol.login.Refusal;

/** A node that falls silent behind the log-in holds nobody for longer than the service's idle time, nor the place of its connection. */
class RelayIdleTest {
    private static final Duration IDLE = Duration.ofMillis(300);

    private final MetricRegistry metrics = new MetricRegistry();
    private final Net net = Net.open(metrics);
    private final Places one = new Places(new NodeName("store1"), "imap", 1, InstantSource.system(), metrics);
    private ServerSocket node;
    private Listener front;

    @BeforeEach
    void open() throws IOException {
        node = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Dial dial =
                Dial.to(new Endpoint.Socket("127.0.0.1", node.getLocalPort())).taking(one);
        LoginService service = new LoginService(
                net,
                "test",
                Optional.empty(),
                LineLogin::new,
                _ -> CompletableFuture.completedFuture(
                        new Verdict.Forward(new FakeForwarding(dial, new Verdict.Refuse(Refusal.UNAVAILABLE)))),
                LoginLimits.USUAL,
                IDLE);
        front = net.listen(
                ListenerSpec.open("front", new Endpoint.Socket("127.0.0.1", 0), new Protection.Clear()),
                _ -> service.handler());
    }

    @AfterEach
    void close() throws IOException {
        node.close();
        net.close();
    }

    /** A client that is logged in at the node, which has said nothing since. */
    private Scripted loggedIn(CountDownLatch over) throws Exception {
        Scripted client = Scripted.to(front.address());
        client.send("LOGIN a b\r\n");
        Scripted server = new Scripted(node.accept());
        server.send("+OK node\r\n");
        server.line();
        server.send("+OK in\r\n");
        assertEquals("+OK hello", client.line());
        assertEquals("+OK in NODE", client.line());
        Thread.ofPlatform().daemon().start(() -> {
            try (server) {
                over.await();
            } catch (IOException | InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        return client;
    }

    private void awaitPlace() {
        long deadline = System.nanoTime() + Scripted.PATIENCE.toNanos();
        while (!one.take()) {
            assertTrue(System.nanoTime() < deadline, "the place is not given back");
            Thread.onSpinWait();
        }
    }

    @Test
    void itSaysNothing() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Scripted client = loggedIn(over)) {
            client.send("a NOOP\r\n");
            assertEquals("", client.rest());
        }
        over.countDown();
        awaitPlace();
    }

    /** What a client can say without being heard has a bound, too. */
    @Test
    void itStopsReading() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch cut = new CountDownLatch(1);
        try (Scripted client = loggedIn(over)) {
            Thread saying = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        client.send("x".repeat(1 << 16));
                    }
                } catch (IOException closed) {
                    cut.countDown();
                }
            });
            assertTrue(cut.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            saying.join();
        }
        over.countDown();
        awaitPlace();
    }
}
