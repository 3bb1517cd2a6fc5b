package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;
import waypost.protocol.login.Refusal;

/** Sessions whose log-in is good no more. */
class RevocationTest {
    private static final Endpoint ANY_PORT = new Endpoint.Socket("127.0.0.1", 0);
    private static final Verdict UNAVAILABLE = new Verdict.Refuse(Refusal.UNAVAILABLE);

    private final MetricRegistry metrics = new MetricRegistry();
    private final Net net = Net.open(metrics);
    private final Taken permit = new Taken();

    @AfterEach
    void close() {
        net.close();
    }

    /** May be taken back before the session begins. */
    private static final class Taken implements Permit {
        private final BlockingQueue<Wire> begun = new LinkedBlockingQueue<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private final AtomicInteger ends = new AtomicInteger();
        private volatile boolean before;

        @Override
        public boolean begun(Wire client) {
            begun.add(client);
            return !before;
        }

        @Override
        public void over() {
            ends.incrementAndGet();
            over.countDown();
        }

        void revoke() throws InterruptedException {
            begun.take().revoke(this);
        }

        void awaitOver() throws InterruptedException {
            assertTrue(over.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertEquals(1, ends.get());
        }
    }

    private Listener listen(Verdict verdict) throws IOException {
        LoginService service = new LoginService(
                net,
                "test",
                Optional.empty(),
                LineLogin::new,
                request -> CompletableFuture.completedFuture(new Verdict.Revocable(verdict, permit)),
                LoginLimits.USUAL,
                Duration.ofMinutes(1));
        return net.listen(ListenerSpec.open("front", ANY_PORT, new Protection.Clear()), wire -> service.handler());
    }

    private Forwarding node(String... answer) throws IOException {
        Listener node = net.listen(
                ListenerSpec.internal("node", ANY_PORT, new Protection.Clear()), wire -> new FakeNode(answer));
        return new FakeForwarding(Endpoint.of(node.address()), UNAVAILABLE);
    }

    private static Scripted loggedIn(Listener front) throws IOException {
        Scripted client = Scripted.to(front.address());
        client.send("LOGIN a b\r\n");
        assertEquals("+OK hello", client.line());
        return client;
    }

    @Test
    void aSessionAtANodeEndsAtBothSides() throws Exception {
        Listener front = listen(new Verdict.Forward(node("+OK in\r\n")));
        try (Scripted client = loggedIn(front)) {
            assertEquals("+OK in NODE", client.line());
            client.send("echo\r\n");
            assertEquals("echo", client.line());
            permit.revoke();
            assertEquals("-ERR goodbye REVOKED\r\n", client.rest());
        }
        permit.awaitOver();
        assertEquals(1, metrics.meter("net.front.login.revoked").getCount());
    }

    /** The node's answer is not at its end, or compressed: nobody else's words belong there. */
    @Test
    void nothingIsSaidInTheMiddleOfAnAnswer() throws Exception {
        Listener front = listen(new Verdict.Forward(node("+OK in\r\n", "* literal {10}\r\nhal")));
        try (Scripted client = loggedIn(front)) {
            assertEquals("+OK in NODE", client.line());
            assertEquals("* literal {10}", client.line());
            client.socket.getInputStream().readNBytes(3);
            permit.revoke();
            assertEquals("", client.rest());
        }
        permit.awaitOver();
    }

    /** What the client had said before is answered, as the node alone knows how far it is. */
    @Test
    void aNodeThatIsSlowHasItsLastWordAndOneThatDoesNotEndIsCutOff() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint there = new Endpoint.Socket("127.0.0.1", server.getLocalPort());
            Listener front = listen(new Verdict.Forward(new FakeForwarding(there, UNAVAILABLE)));
            try (Scripted client = loggedIn(front);
                    Socket node = server.accept()) {
                say(node, "+OK node\r\n+OK in\r\n");
                assertEquals("+OK in NODE", client.line());
                client.send("question\r\n");
                awaitQuestion(node);
                permit.revoke();
                client.send("too late\r\n");
                assertEquals("", new String(node.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
                say(node, "answer\r\n");
                assertEquals("answer", client.line());
                assertEquals("", client.rest());
            }
        }
        permit.awaitOver();
    }

    private static void say(Socket node, String text) throws IOException {
        node.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void awaitQuestion(Socket node) throws IOException {
        String heard = "";
        while (!heard.endsWith("question\r\n")) {
            heard += (char) node.getInputStream().read();
        }
    }

    @Test
    void aSessionThatIsServedHereEnds() throws Exception {
        LineSession session = new LineSession();
        Listener front = listen(new Verdict.Serve(() -> session, List.of()));
        try (Scripted client = loggedIn(front)) {
            assertEquals("+OK in ", client.line());
            assertEquals("open", client.line());
            permit.revoke();
            assertEquals("revoked\r\n", client.rest());
        }
        permit.awaitOver();
        assertTrue(session.closed.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, session.faults.get());
    }

    /** Takes its time for the first octets. */
    private static final class Busy implements ServedSession {
        private final CountDownLatch working = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicInteger received = new AtomicInteger();

        @Override
        public void opened(Output out, Wakeup wakeup) {}

        @Override
        public void received(ByteBuffer in, Output out) throws IOException {
            in.position(in.limit());
            received.incrementAndGet();
            working.countDown();
            try {
                goOn.await();
            } catch (InterruptedException nobodyDoes) {
                throw new IOException(nobodyDoes);
            }
        }

        @Override
        public void woken(Output out) {}

        @Override
        public boolean shutdown(Output out) {
            return true;
        }

        @Override
        public void closed() {
            closed.countDown();
        }
    }

    @Test
    void whatWaitsToBeDoneIsNotDone() throws Exception {
        Busy session = new Busy();
        Listener front = listen(new Verdict.Serve(() -> session, List.of()));
        try (Scripted client = loggedIn(front)) {
            assertEquals("+OK in ", client.line());
            client.send("first\r\n");
            session.working.await();
            client.send("second\r\n");
            Wire wire = permit.begun.take();
            wire.revoke(permit);
            CountDownLatch done = new CountDownLatch(1);
            wire.loop().execute(done::countDown);
            done.await();
            session.goOn.countDown();
            assertEquals("", client.rest());
        }
        assertTrue(session.closed.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(1, session.received.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLoginThatIsTakenBackMeanwhileIsRefused(boolean served) throws Exception {
        permit.before = true;
        LineSession session = new LineSession();
        Verdict verdict =
                served ? new Verdict.Serve(() -> session, List.of()) : new Verdict.Forward(node("+OK in\r\n"));
        Listener front = listen(verdict);
        try (Scripted client = loggedIn(front)) {
            assertEquals("-ERR CREDENTIALS", client.line());
            permit.awaitOver();
            client.send("QUIT\r\n");
            assertEquals("+OK bye\r\n", client.rest());
        }
        if (served) {
            assertTrue(session.closed.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    /** Who has logged out has another log-in, or none, on the same connection. */
    @Test
    void aClientThatCameBackKeepsItsConnection() throws Exception {
        LineSession session = new LineSession();
        Listener front = listen(new Verdict.Serve(() -> session, List.of()));
        try (Scripted client = loggedIn(front)) {
            assertEquals("+OK in ", client.line());
            assertEquals("open", client.line());
            client.send("LEAVE\r\nFAILED?\r\n");
            client.line();
            assertEquals("+OK 0", client.line());
            permit.awaitOver();
            permit.revoke();
            client.send("QUIT\r\n");
            assertEquals("+OK bye\r\n", client.rest());
        }
    }

    @Test
    void aLoginThatComesToNothingIsOver() throws Exception {
        Listener front = listen(new Verdict.Refuse(Refusal.LIMIT));
        try (Scripted client = loggedIn(front)) {
            assertEquals("-ERR LIMIT", client.line());
        }
        permit.awaitOver();
    }
}
