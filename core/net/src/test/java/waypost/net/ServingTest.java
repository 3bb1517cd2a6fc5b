package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServingTest {
    private final Net net = Net.open(new MetricRegistry());
    private final BlockingQueue<LineSession> sessions = new LinkedBlockingQueue<>();
    private Listener listener;

    @BeforeEach
    void listen() throws IOException {
        ListenerSpec spec = ListenerSpec.open("test", new Endpoint.Socket("127.0.0.1", 0), new Protection.Clear())
                .limited(5000, 5000);
        listener = net.listen(spec, wire -> new ServeAtOnce(sessions));
    }

    @AfterEach
    void close() {
        net.close();
    }

    private LineSession session() throws InterruptedException {
        LineSession session = sessions.poll(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertTrue(session != null);
        return session;
    }

    private static void ended(LineSession session) throws InterruptedException {
        assertTrue(session.closed.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(1, session.closedCalls.get());
        assertEquals(0, session.faults.get());
    }

    @Test
    void aByteAtATime() throws Exception {
        try (Scripted client = Scripted.to(listener.address())) {
            assertEquals("open", client.line());
            StringBuilder sent = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                sent.append("line ").append(i).append("\r\n");
            }
            for (char c : sent.toString().toCharArray()) {
                client.send(String.valueOf(c));
            }
            for (int i = 0; i < 200; i++) {
                assertEquals("echo line " + i, client.line());
            }
            client.send("QUIT\r\n");
            assertEquals("bye", client.line());
            assertEquals("", client.rest());
        }
        ended(session());
    }

    @Test
    void clientThatReadsNothingHoldsUpOnlyItself() throws Exception {
        try (Scripted deaf = Scripted.to(listener.address())) {
            deaf.send("BIG 100\r\n");
            LineSession stuck = session();
            try (Scripted other = Scripted.to(listener.address())) {
                assertEquals("open", other.line());
                for (int i = 0; i < 1000; i++) {
                    other.send("x\r\n");
                    assertEquals("echo x", other.line());
                }
                other.send("QUIT\r\n");
                assertEquals("bye", other.line());
            }
            ended(session());
            assertTrue(stuck.written.get() < 50 << 20, "written " + stuck.written);
            deaf.close();
            ended(stuck);
        }
    }

    @Test
    void allOfALongAnswerArrives() throws Exception {
        try (Scripted client = Scripted.to(listener.address())) {
            client.send("BIG 20\r\nQUIT\r\n");
            assertEquals(
                    "open\r\n".length() + (20 << 20) + "bye\r\n".length(),
                    client.rest().length());
        }
        ended(session());
    }

    @Test
    void wakeStormsAreMerged() throws Exception {
        try (Scripted client = Scripted.to(listener.address())) {
            assertEquals("open", client.line());
            LineSession session = session();
            List<Thread> storm = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                storm.add(Thread.startVirtualThread(() -> {
                    for (int n = 0; n < 10_000; n++) {
                        session.wake();
                    }
                }));
            }
            for (Thread thread : storm) {
                thread.join();
            }
            client.send("after\r\n");
            String line = client.line();
            while (line.equals("woken")) {
                line = client.line();
            }
            assertEquals("echo after", line);
            assertTrue(session.wakes.get() >= 1 && session.wakes.get() < 80_000, "wakes " + session.wakes);
            client.close();
            ended(session);
            session.wake();
            assertEquals(1, session.closedCalls.get());
        }
    }

    @Test
    void whatCameBeforeTheEndIsAnswered() throws Exception {
        try (Scripted client = Scripted.to(listener.address())) {
            client.send("a\r\nb\r\n");
            client.socket.shutdownOutput();
            assertEquals("open\r\necho a\r\necho b\r\n", client.rest());
        }
        ended(session());
    }

    @Test
    void aWireThatIsGoneStillClosesItsSession() throws Exception {
        LineSession session = new LineSession();
        Wire wire = net.connect(Dial.to(Endpoint.local("nobody")), new Silent());
        wire.close("test");
        wire.loop().execute(() -> wire.serve(session, Duration.ZERO));
        ended(session);
    }

    @Test
    void idleSessionsOwnNoThreads() throws Exception {
        int clients = 2000;
        List<Scripted> open = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                Scripted client = Scripted.to(listener.address());
                open.add(client);
            }
            for (Scripted client : open) {
                assertEquals("open", client.line());
                client.send("hello\r\n");
                assertEquals("echo hello", client.line());
            }
            assertEquals(clients, sessions.size());
            VirtualThreads.awaitNone("session-");
        } finally {
            for (Scripted client : open) {
                client.close();
            }
        }
        for (LineSession session : sessions) {
            ended(session);
        }
    }

    private void stop(Duration drain) throws Exception {
        listener.stop(drain).toCompletableFuture().get(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void stopClosesWhatIsLeftWhenTheDrainTimeIsOver() throws Exception {
        try (Scripted client = Scripted.to(listener.address())) {
            assertEquals("open", client.line());
            client.send("never ended");
            stop(Duration.ofMillis(1));
            assertEquals("", client.rest().replace("stopping\r\n", ""));
            ended(session());
        }
    }

    @Test
    void stopEndsAtOnceWhatIsIdle() throws Exception {
        try (Scripted client = Scripted.to(listener.address())) {
            assertEquals("open", client.line());
            stop(Duration.ofHours(1));
            assertEquals("stopping\r\n", client.rest());
            ended(session());
        }
    }

    @Test
    void stopLetsACommandEnd() throws Exception {
        try (Scripted client = Scripted.to(listener.address())) {
            assertEquals("open", client.line());
            client.send("a\r\nhalf ");
            assertEquals("echo a", client.line());
            var stopped = listener.stop(Duration.ofHours(1)).toCompletableFuture();
            client.send("and half\r\n");
            assertEquals("echo half and half\r\nstopping\r\n", client.rest());
            stopped.get(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            ended(session());
        }
    }
}
