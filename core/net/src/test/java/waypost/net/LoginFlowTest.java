package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.NodeName;
import waypost.identity.Referral;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Refusal;

class LoginFlowTest {
    private static final Endpoint ANY_PORT = new Endpoint.Socket("127.0.0.1", 0);
    private static final Verdict UNAVAILABLE = new Verdict.Refuse(Refusal.UNAVAILABLE);

    @TempDir
    Path folder;

    private final Net net = Net.open(new MetricRegistry());

    @AfterEach
    void close() {
        net.close();
    }

    private Listener listen(LoginLimits limits, Gatekeeper gatekeeper) throws IOException {
        return listen(limits, new WaitingRoom(100, 3, Duration.ofMillis(1)), gatekeeper);
    }

    private Listener listen(LoginLimits limits, WaitingRoom room, Gatekeeper gatekeeper) throws IOException {
        LoginService service = service(limits, room, gatekeeper);
        return net.listen(ListenerSpec.open("front", ANY_PORT, new Protection.Clear()), wire -> service.handler());
    }

    private LoginService service(LoginLimits limits, WaitingRoom room, Gatekeeper gatekeeper) {
        return new LoginService(
                net, "test", Optional.empty(), LineLogin::new, gatekeeper, room, limits, Duration.ofMinutes(1));
    }

    private Listener listen(Verdict verdict) throws IOException {
        return listen(LoginLimits.USUAL, request -> CompletableFuture.completedFuture(verdict));
    }

    private Endpoint node(String... answer) throws IOException {
        Listener node = net.listen(
                ListenerSpec.internal("node", ANY_PORT, new Protection.Clear()), wire -> new FakeNode(answer));
        return Endpoint.of(node.address());
    }

    private static LoginLimits limits(Duration idle, Duration admission) {
        return new LoginLimits(idle, Duration.ofMinutes(1), admission, 100);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void everyCutOfBothSidesSurvivesTheHandOver() throws Exception {
        String client = "LOGIN a b\r\nraw \0\r bytes\n tail";
        String node = "+OK in\r\n* first \0\r\n";
        for (int cut = 0; cut <= client.length(); cut++) {
            int nodeCut = cut % (node.length() + 1);
            FakeForwarding forwarding =
                    new FakeForwarding(node(node.substring(0, nodeCut), node.substring(nodeCut)), UNAVAILABLE);
            Listener front = listen(new Verdict.Forward(forwarding));
            try (Scripted peer = Scripted.to(front.address())) {
                peer.send(client.substring(0, cut));
                peer.send(client.substring(cut));
                peer.socket.shutdownOutput();
                assertEquals(
                        "+OK hello\r\n+OK in NODE\r\n* first \0\r\nraw \0\r bytes\n tail",
                        peer.rest(),
                        "cut " + cut + ", node's at " + nodeCut);
            }
            await(forwarding.ended);
        }
    }

    @Test
    void aLoginIsServedHereWithTheBytesBehindIt() throws Exception {
        LineSession session = new LineSession();
        Listener front = listen(new Verdict.Serve(() -> session, List.of("A", "B")));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("NOOP\r\nLOGIN a b\r\nfirst\r\nsecond\r\nQUIT\r\n");
            assertEquals(
                    "+OK hello\r\n-ERR what\r\n+OK in A,B\r\nopen\r\necho first\r\necho second\r\nbye\r\n",
                    client.rest());
        }
        await(session.closed);
        assertEquals(0, session.faults.get());
    }

    @Test
    void nothingIsReadWhileTheGatekeeperDecides() throws Exception {
        AtomicReference<CompletableFuture<Verdict>> asked = new AtomicReference<>();
        CountDownLatch first = new CountDownLatch(1);
        Listener front = listen(LoginLimits.USUAL, request -> {
            asked.set(new CompletableFuture<>());
            first.countDown();
            return asked.get();
        });
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN a b\r\nNOOP\r\nQUIT\r\n");
            await(first);
            assertEquals("+OK hello", client.line());
            assertEquals(0, client.socket.getInputStream().available());
            asked.get().complete(new Verdict.Refuse(Refusal.CREDENTIALS));
            assertEquals("-ERR CREDENTIALS\r\n-ERR what\r\n+OK bye\r\n", client.rest());
        }
    }

    @Test
    void aNodeThatSaysNothingEndsInUnavailable() throws Exception {
        Listener hanging =
                net.listen(ListenerSpec.internal("node", ANY_PORT, new Protection.Clear()), wire -> new Silent());
        FakeForwarding forwarding = new FakeForwarding(Endpoint.of(hanging.address()), UNAVAILABLE);
        Listener front = listen(
                limits(Duration.ofMinutes(1), Duration.ofMillis(200)),
                request -> CompletableFuture.completedFuture(new Verdict.Forward(forwarding)));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN a b\r\nQUIT\r\n");
            assertEquals("+OK hello\r\n-ERR UNAVAILABLE\r\n+OK bye\r\n", client.rest());
        }
        await(forwarding.ended);
    }

    @Test
    void aVerdictThatComesTooLateIsLetGo() throws Exception {
        CompletableFuture<Verdict> late = new CompletableFuture<>();
        LineSession session = new LineSession();
        Listener front = listen(limits(Duration.ofMinutes(1), Duration.ofMillis(50)), request -> late);
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN a b\r\nQUIT\r\n");
            assertEquals("+OK hello\r\n-ERR UNAVAILABLE\r\n+OK bye\r\n", client.rest());
        }
        late.complete(new Verdict.Serve(() -> session, List.of()));
        await(session.closed);
        assertEquals(1, session.opened.getCount());
    }

    @Test
    void aNodeThatCannotBeReachedIsFollowedByTheNext() throws Exception {
        FakeForwarding good = new FakeForwarding(node("+OK in\r\n"), UNAVAILABLE);
        FakeForwarding dead = new FakeForwarding(Endpoint.local("nobody"), new Verdict.Forward(good));
        Listener front = listen(new Verdict.Forward(dead));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN a b\r\nhello");
            client.socket.shutdownOutput();
            assertEquals("+OK hello\r\n+OK in NODE\r\nhello", client.rest());
        }
        await(dead.ended);
        await(good.ended);
    }

    /** Counts how often its node, which is not there at first, is tried. */
    private static final class Absent extends FakeForwarding {
        private final CountDownLatch again = new CountDownLatch(2);
        private final AtomicInteger tries = new AtomicInteger();

        Absent(String name) {
            super(Endpoint.local(name), UNAVAILABLE);
        }

        @Override
        public NodeLogin login() {
            tries.incrementAndGet();
            again.countDown();
            return super.login();
        }
    }

    @Test
    void aNodeThatRestartsIsWaitedFor() throws Exception {
        Absent node = new Absent("back-soon");
        Listener front = listen(
                LoginLimits.USUAL,
                new WaitingRoom(1, Integer.MAX_VALUE, Duration.ofMillis(1)),
                request -> CompletableFuture.completedFuture(new Verdict.Forward(node)));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN a b\r\nhello\r\n");
            await(node.again);
            Listener _ = net.listen(
                    ListenerSpec.internal("node", Endpoint.local("back-soon"), new Protection.Clear()),
                    wire -> new FakeNode("+OK in\r\n"));
            assertEquals("+OK hello", client.line());
            assertEquals("+OK in NODE", client.line());
            assertEquals("hello", client.line());
        }
        assertTrue(node.tries.get() > 1);
    }

    @Test
    void whoFindsTheWaitingRoomFullIsRefusedAtOnce() throws Exception {
        Absent node = new Absent("nobody-waits");
        refused(node, LoginLimits.USUAL, new WaitingRoom(0, 3, Duration.ofMillis(1)));
        assertEquals(1, node.tries.get());
    }

    @Test
    void nobodyWaitsBeyondTheDeadline() throws Exception {
        Absent node = new Absent("never-back");
        WaitingRoom room = new WaitingRoom(1, 3, Duration.ofHours(1));
        refused(node, limits(Duration.ofMinutes(1), Duration.ofMillis(200)), room);
        assertTrue(room.enter(1), "the place is free again");
        assertFalse(room.enter(1));
    }

    private void refused(Absent node, LoginLimits limits, WaitingRoom room) throws Exception {
        Listener front = listen(limits, room, request -> CompletableFuture.completedFuture(new Verdict.Forward(node)));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN a b\r\nQUIT\r\n");
            assertEquals("+OK hello\r\n-ERR UNAVAILABLE\r\n+OK bye\r\n", client.rest());
        }
        await(node.ended);
    }

    @Test
    void towardsANodeTlsIsStartedBeforeTheLogin() throws Exception {
        LocalAuthority authority = LocalAuthority.open(folder, InstantSource.system());
        Identity own = authority.node(new NodeName("n1"));
        LoginService behind = new LoginService(
                net,
                "node",
                Optional.of(ServerTls.of(List.of(own))),
                LineLogin::new,
                request -> CompletableFuture.completedFuture(
                        request.peer().tls().isPresent()
                                ? new Verdict.Serve(LineSession::new, List.of())
                                : new Verdict.Refuse(Refusal.SERVICE)),
                LoginLimits.USUAL,
                Duration.ofMinutes(1));
        Listener node = net.listen(
                ListenerSpec.open("node", ANY_PORT, new Protection.StartTls(ServerTls.of(List.of(own)))),
                wire -> behind.handler());
        Encryption tls = new Encryption.StartTls(ClientTls.to("n1", List.of(authority.certificate())));
        Dial dial = Dial.to(Endpoint.of(node.address())).with(tls);
        Listener front = listen(new Verdict.Forward(new FakeForwarding(dial, UNAVAILABLE)));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN a b\r\nQUIT\r\n");
            assertEquals("+OK hello\r\n+OK in NODE\r\nopen\r\nbye\r\n", client.rest());
        }
    }

    @Test
    void aReferralIsFollowed() throws Exception {
        FakeForwarding owner = new FakeForwarding(node("+OK in\r\n"), UNAVAILABLE);
        Referral referral = new Referral(AccountId.parse("0001000000000001"), new NodeName("n2"), 3);
        FakeForwarding former =
                new FakeForwarding(node("-ERR " + referral.text() + "\r\n"), new Verdict.Forward(owner));
        Listener front = listen(new Verdict.Forward(former));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN a b\r\nx");
            client.socket.shutdownOutput();
            assertEquals("+OK hello\r\n+OK in NODE\r\nx", client.rest());
        }
        await(owner.ended);
    }

    @Test
    void aRefusalOfTheNodeIsWordedHere() throws Exception {
        Listener front = listen(new Verdict.Forward(new FakeForwarding(node("-ERR secret details\r\n"), UNAVAILABLE)));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("LOGIN a b\r\nQUIT\r\n");
            assertEquals("+OK hello\r\n-ERR CREDENTIALS\r\n+OK bye\r\n", client.rest());
        }
    }

    @Test
    void idleAndLongLinesEndWithAWord() throws Exception {
        Gatekeeper never = request -> new CompletableFuture<>();
        Listener hasty = listen(limits(Duration.ofMillis(100), Duration.ofMinutes(1)), never);
        Listener patient = listen(limits(Duration.ofMinutes(1), Duration.ofMinutes(1)), never);
        try (Scripted idle = Scripted.to(hasty.address());
                Scripted wordy = Scripted.to(patient.address())) {
            wordy.send("x".repeat(200));
            assertEquals("+OK hello\r\n-ERR goodbye LINE_TOO_LONG\r\n", wordy.rest());
            assertEquals("+OK hello\r\n-ERR goodbye IDLE\r\n", idle.rest());
        }
    }

    /** A connection without a network, whose client stops reading and goes on. */
    private final class Unread implements AutoCloseable {
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final ChannelWire wire = new ChannelWire(
                channel,
                "s",
                EventLoops.inProcess("test", false),
                new NetMetrics(new MetricRegistry()).service("test"));

        Unread(Gatekeeper gatekeeper) {
            wire.begin(
                            service(LoginLimits.USUAL, WaitingRoom.usual(), gatekeeper)
                                    .handler(),
                            null)
                    .stand();
        }

        void reads(boolean now) {
            channel.unsafe().outboundBuffer().setUserDefinedWritability(1, now);
            channel.runPendingTasks();
        }

        String says(String text) {
            channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
            return hears();
        }

        String hears() {
            channel.runPendingTasks();
            StringBuilder heard = new StringBuilder();
            for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
                heard.append(part.toString(StandardCharsets.ISO_8859_1));
                part.release();
            }
            return heard.toString();
        }

        @Override
        public void close() {
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void whoDoesNotReadIsNotAnsweredAndBeyondTheLimitNotRead() {
        int lines = LoginLimits.USUAL.unread() / "NOOP\r\n".length() + 1;
        try (Unread client = new Unread(request -> new CompletableFuture<>())) {
            assertEquals("+OK hello\r\n", client.hears());
            client.reads(false);
            assertEquals("", client.says("NOOP\r\n".repeat(lines) + "NO"));
            assertFalse(client.channel.config().isAutoRead());
            client.reads(true);
            assertTrue(client.channel.config().isAutoRead());
            assertEquals("-ERR what\r\n".repeat(lines), client.hears());
            assertEquals("-ERR what\r\n", client.says("OP\r\n"));
        }
    }

    @Test
    void whoDoesNotReadItsRefusalIsNotRead() {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        try (Unread client = new Unread(request -> verdict)) {
            client.says("LOGIN a b\r\nNOOP\r\n");
            client.reads(false);
            client.reads(true);
            assertEquals("", client.hears(), "the admission is under way");
            client.reads(false);
            verdict.complete(UNAVAILABLE);
            assertEquals("-ERR UNAVAILABLE\r\n", client.hears());
            client.reads(true);
            assertEquals("-ERR what\r\n", client.hears());
        }
    }

    @Test
    void stopSaysGoodbye() throws Exception {
        Listener front = listen(UNAVAILABLE);
        try (Scripted client = Scripted.to(front.address())) {
            assertEquals("+OK hello", client.line());
            var stopped = front.stop(Duration.ZERO).toCompletableFuture();
            assertEquals("-ERR goodbye SHUTDOWN\r\n", client.rest());
            client.close();
            stopped.get(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
