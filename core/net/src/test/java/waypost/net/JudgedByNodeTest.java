package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import waypost.protocol.login.Refusal;

/** Log-ins of which nobody but a node says whether they are right: what is told of its answer, and when. */
class JudgedByNodeTest {
    private static final Endpoint ANY_PORT = new Endpoint.Socket("127.0.0.1", 0);
    private static final String GREETING = "+OK hello\r\n";

    private final MetricRegistry metrics = new MetricRegistry();
    private final Net net = Net.open(metrics);
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        net.close();
    }

    /** Notes what it is told, and how many octets the client was sent by then. */
    private final class Noting extends FakeForwarding implements Permit {
        private final Counter sent = metrics.counter("net.front.bytes-sent");

        Noting(Endpoint node) {
            super(node, new Verdict.Refuse(Refusal.UNAVAILABLE));
        }

        private void note(String what) {
            told.add(what + " after " + sent.getCount());
        }

        @Override
        public void loggedIn() {
            note("let in");
        }

        @Override
        public boolean begun(Wire client) {
            note("begun");
            return true;
        }

        @Override
        public void over() {}
    }

    private Listener front(Noting forwarding) throws IOException {
        LoginService service = new LoginService(
                net,
                "test",
                Optional.empty(),
                LineLogin::new,
                _ -> CompletableFuture.completedFuture(
                        new Verdict.Revocable(new Verdict.Forward(forwarding), forwarding)),
                LoginLimits.USUAL,
                Duration.ofMinutes(1));
        return net.listen(ListenerSpec.open("front", ANY_PORT, new Protection.Clear()), _ -> service.handler());
    }

    private Noting to(String answer) throws IOException {
        Listener node = net.listen(
                ListenerSpec.internal("node", ANY_PORT, new Protection.Clear()), _ -> new FakeNode(answer + "\r\n"));
        return new Noting(Endpoint.of(node.address()));
    }

    @Test
    void theNodesYesIsTakenInBeforeTheSessionBeginsAndThatBeforeTheClientHears() throws Exception {
        Noting forwarding = to("+OK in");
        try (Scripted client = Scripted.to(front(forwarding).address())) {
            client.send("LOGIN a b\r\n");
            assertEquals("+OK hello", client.line());
            assertEquals("+OK in NODE", client.line());
            assertEquals(List.of("let in after " + GREETING.length(), "begun after " + GREETING.length()), told);
        }
    }

    @Test
    void aNoIsNone() throws Exception {
        Noting forwarding = to("-ERR no");
        try (Scripted client = Scripted.to(front(forwarding).address())) {
            client.send("LOGIN a b\r\n");
            assertEquals("+OK hello", client.line());
            assertEquals("-ERR CREDENTIALS", client.line());
            assertTrue(forwarding.ended.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertEquals(List.of(), told);
        }
    }
}
