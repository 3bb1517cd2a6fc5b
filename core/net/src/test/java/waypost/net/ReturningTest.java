package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import waypost.protocol.Output;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Refusal;
import waypost.protocol.login.ReturnWord;

/** RFC 8437: a client that is not logged in any more, and its connection to the front end stands. */
class ReturningTest {
    private static final Endpoint ANY_PORT = new Endpoint.Socket("127.0.0.1", 0);
    private static final ReturnWord WORD = new ReturnWord("abcdefghijkl-_");
    private static final Verdict NO = new Verdict.Refuse(Refusal.CREDENTIALS);

    private final Net net = Net.open(new MetricRegistry());
    private final Queue<LineSession> sessions = new ConcurrentLinkedQueue<>();
    private final Queue<FakeForwarding> forwardings = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        net.close();
    }

    private Listener login(ListenerSpec spec, Forwarded forwarded, Gatekeeper gatekeeper) throws IOException {
        LoginService service = new LoginService(
                net,
                spec.name(),
                Optional.empty(),
                peer -> new LineLogin(peer, forwarded),
                gatekeeper,
                LoginLimits.USUAL,
                Duration.ofMinutes(1));
        return net.listen(spec, wire -> service.handler());
    }

    private LineSession session(String farewell) {
        LineSession session = new LineSession(farewell);
        sessions.add(session);
        return session;
    }

    /** A node that gives its clients back. */
    private Listener node(String name) throws IOException {
        Forwarded forwarded = Forwarded.NONE.returning(WORD);
        return login(ListenerSpec.internal(name, ANY_PORT, new Protection.Clear()), forwarded, request -> {
            Verdict here = new Verdict.Serve(() -> session(name + " " + WORD.text()), List.of());
            return CompletableFuture.completedFuture(here);
        });
    }

    /** The front end: users are at the node of their name. */
    private Listener front(Listener... nodes) throws IOException {
        return login(ListenerSpec.open("front", ANY_PORT, new Protection.Clear()), Forwarded.NONE, request -> {
            String user = ((Credentials.Password) request.credentials()).user();
            return CompletableFuture.completedFuture(
                    user.equals("nobody") ? NO : new Verdict.Forward(to(nodes[Integer.parseInt(user)])));
        });
    }

    private FakeForwarding to(Listener node) {
        FakeForwarding forwarding = new FakeForwarding(Endpoint.of(node.address()), NO) {
            @Override
            public NodeLogin login() {
                return new Told(super.login());
            }
        };
        forwardings.add(forwarding);
        return forwarding;
    }

    /** Knows what the node says last. */
    private record Told(NodeLogin login) implements NodeLogin {
        @Override
        public void connected(Output out) throws IOException {
            login.connected(out);
        }

        @Override
        public Step receive(ByteBuffer in, Output out) throws IOException {
            Step step = login.receive(in, out);
            return step instanceof Step.LoggedIn(var capabilities, var _)
                    ? new Step.LoggedIn(capabilities, Optional.of(WORD))
                    : step;
        }
    }

    private void everythingIsOver() throws InterruptedException {
        for (LineSession session : sessions) {
            assertTrue(session.closed.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertEquals(1, session.closedCalls.get());
            assertEquals(0, session.faults.get());
        }
        for (FakeForwarding forwarding : forwardings) {
            assertTrue(forwarding.ended.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        sessions.clear();
        forwardings.clear();
    }

    @Test
    void theNextUserIsAtAnotherNode() throws Exception {
        Listener front = front(node("first"), node("second"));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN 0 x\r\n");
            for (String line : List.of("+OK hello", "+OK in NODE", "open")) {
                assertEquals(line, client.line());
            }
            client.send("LEAVE\r\n");
            assertEquals("first abcdefghijkl-_", client.line());
            client.send("LOGIN nobody x\r\nLOGIN 1 x\r\n");
            for (String line : List.of("-ERR CREDENTIALS", "+OK in NODE", "open")) {
                assertEquals(line, client.line());
            }
            client.send("one\r\nLEAVE\r\nFAILED?\r\nQUIT\r\n");
            assertEquals("echo one\r\nsecond abcdefghijkl-_\r\n+OK 1\r\n+OK bye\r\n", client.rest());
        }
        everythingIsOver();
    }

    /** Whatever has reached the node by then comes back, in order. */
    @Test
    void everyCutOfThePipelinedSurvives() throws Exception {
        Listener front = front(node("first"), node("second"));
        String said = "LOGIN 0 x\r\none\r\nLEAVE\r\nwhat\r\nLOGIN 1 x\r\ntwo\r\nLEAVE\r\nLOGIN 0 x\r\nQUIT\r\n";
        String heard = "+OK hello\r\n+OK in NODE\r\nopen\r\necho one\r\nfirst abcdefghijkl-_\r\n-ERR what\r\n"
                + "+OK in NODE\r\nopen\r\necho two\r\nsecond abcdefghijkl-_\r\n+OK in NODE\r\nopen\r\nbye\r\n";
        for (int cut = 0; cut <= said.length(); cut++) {
            try (Scripted client = Scripted.to(front.address())) {
                client.send(said.substring(0, cut));
                client.send(said.substring(cut));
                assertEquals(heard, client.rest(), "cut " + cut);
            }
            everythingIsOver();
        }
    }

    /** How much it hears depends on when its end comes: never a part of an answer, nor anything that is not for it. */
    @Test
    void aClientThatHasEndedGetsAnAnswerMore() throws Exception {
        Listener front = front(node("first"), node("second"));
        String heard = "+OK hello\r\n+OK in NODE\r\nopen\r\nfirst abcdefghijkl-_\r\n+OK in NODE\r\nopen\r\nbye\r\n";
        for (int i = 0; i < 50; i++) {
            try (Scripted client = Scripted.to(front.address())) {
                client.send("LOGIN 0 x\r\nLEAVE\r\nLOGIN 1 x\r\nQUIT\r\n");
                client.socket.shutdownOutput();
                String rest = client.rest();
                assertTrue(heard.equals(rest) || heard.startsWith(rest) && rest.endsWith("-_\r\n"), rest);
            }
            everythingIsOver();
        }
    }

    @Test
    void aSessionOfThisNodeReleasesItsClientToo() throws Exception {
        Listener front = login(
                ListenerSpec.open("front", ANY_PORT, new Protection.Clear()),
                Forwarded.NONE,
                _ -> CompletableFuture.completedFuture(new Verdict.Serve(() -> session("left"), List.of())));
        String said = "LOGIN 0 x\r\none\r\nLEAVE\r\nwhat\r\nLOGIN 1 x\r\ntwo\r\nQUIT\r\n";
        for (int cut = 0; cut <= said.length(); cut++) {
            try (Scripted client = Scripted.to(front.address())) {
                client.send(said.substring(0, cut));
                client.send(said.substring(cut));
                assertEquals(
                        "+OK hello\r\n+OK in \r\nopen\r\necho one\r\nleft\r\n-ERR what\r\n+OK in \r\nopen\r\necho two\r\nbye\r\n",
                        client.rest(),
                        "cut " + cut);
            }
            everythingIsOver();
        }
    }

    /** RFC 8437 §3: "servers MAY close the connection". Closed before all is read, it is reset, and an answer on its way may be lost with it. */
    @Test
    void moreThanALoginBehindItEndsTheConnection() throws Exception {
        Listener front = front(node("first"));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN 0 x\r\n");
            for (String line : List.of("+OK hello", "+OK in NODE", "open")) {
                assertEquals(line, client.line());
            }
            client.send("LEAVE\r\n" + "x".repeat(200_000));
            String heard = client.rest();
            assertTrue("first abcdefghijkl-_\r\n".startsWith(heard), heard);
        } catch (IOException reset) {
            // by the node or by the front end
        }
        everythingIsOver();
    }

    /** Says the word and then {@code behind}, and goes. */
    private record Leaving(String behind) implements WireHandler {
        @Override
        public void connected(Wire wire) {
            say(wire, "+OK node\r\n");
        }

        private static void say(Wire wire, String text) {
            wire.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            wire.flush();
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {
            String line = LineLogin.takeLine(in);
            if (line.startsWith("LOGIN")) {
                say(wire, "+OK in\r\n");
            } else if (line.equals("LEAVE")) {
                say(wire, "left " + WORD.text() + "\r\n");
            } else if (line.equals(WORD.text())) {
                say(wire, behind);
                wire.closeAfterFlush("test");
            }
        }

        @Override
        public void closed(Wire wire, String why) {}
    }

    @Test
    void aNodeThatGoesBeforeAllIsBackTakesTheClientWithIt() throws Exception {
        for (String behind : List.of("", "\0\0\0", "\0\0\0\6LOGIN", "\u00ff\u00ff\u00ff\u00ff", "\0\u00ff\0\0")) {
            Listener node = net.listen(
                    ListenerSpec.internal("node", ANY_PORT, new Protection.Clear()), _ -> new Leaving(behind));
            Listener front = front(node);
            try (Scripted client = Scripted.to(front.address())) {
                client.send("LOGIN 0 x\r\nLEAVE\r\n");
                assertEquals("+OK hello\r\n+OK in NODE\r\nleft abcdefghijkl-_\r\n", client.rest());
            }
            everythingIsOver();
        }
    }
}
