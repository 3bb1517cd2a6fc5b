package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
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

/** Log-ins at a node that may have one connection from here. */
class FullNodeTest {
    private static final Endpoint ANY_PORT = new Endpoint.Socket("127.0.0.1", 0);

    private final Net net = Net.open(new MetricRegistry());
    private final MetricRegistry metrics = new MetricRegistry();
    private final Places one = new Places(new NodeName("store1"), "imap", 1, InstantSource.system(), metrics);
    private final CountDownLatch refused = new CountDownLatch(2);
    private Endpoint node = ANY_PORT;

    @BeforeEach
    void open() throws IOException {
        node = Endpoint.of(net.listen(
                        ListenerSpec.internal("node", ANY_PORT, new Protection.Clear()),
                        _ -> new FakeNode("+OK in\r\n"))
                .address());
    }

    @AfterEach
    void close() {
        net.close();
    }

    private Scripted client(WaitingRoom room) throws IOException {
        LoginService service = new LoginService(
                net,
                "test",
                Optional.empty(),
                LineLogin::new,
                _ -> CompletableFuture.completedFuture(new Verdict.Forward(new Counted())),
                room,
                LoginLimits.USUAL,
                Duration.ofMinutes(1));
        Listener front =
                net.listen(ListenerSpec.open("front", ANY_PORT, new Protection.Clear()), _ -> service.handler());
        return Scripted.to(front.address());
    }

    /** Counts how often there was no place. */
    private final class Counted extends FakeForwarding {
        Counted() {
            super(Dial.to(node).taking(one), new Verdict.Refuse(Refusal.UNAVAILABLE));
        }

        @Override
        public Dial dial() {
            for (long seen = metrics.meter("nodes.imap.store1.refused").getCount(); seen > 0; seen--) {
                refused.countDown();
            }
            return super.dial();
        }
    }

    private static void logIn(Scripted client) throws IOException {
        client.send("LOGIN a b\r\n");
        assertEquals("+OK hello", client.line());
    }

    @Test
    void whoWaitsInVainHearsThatItIsForNow() throws Exception {
        WaitingRoom room = new WaitingRoom(1, 3, Duration.ofMillis(1));
        try (Scripted first = client(room);
                Scripted second = client(room)) {
            logIn(first);
            assertEquals("+OK in NODE", first.line());
            logIn(second);
            assertEquals("-ERR UNAVAILABLE", second.line());
            assertEquals(3, metrics.meter("nodes.imap.store1.refused").getCount());
            first.send("still here\r\n");
            assertEquals("still here", first.line());
        }
    }

    @Test
    void whoWaitsGetsInWhenAnotherSessionHasEnded() throws Exception {
        WaitingRoom room = new WaitingRoom(1, Integer.MAX_VALUE, Duration.ofMillis(1));
        try (Scripted first = client(room);
                Scripted second = client(room)) {
            logIn(first);
            assertEquals("+OK in NODE", first.line());
            logIn(second);
            assertTrue(refused.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            first.close();
            assertEquals("+OK in NODE", second.line());
        }
    }
}
