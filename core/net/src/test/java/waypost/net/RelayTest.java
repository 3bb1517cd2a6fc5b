package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private final Net net = Net.open(new MetricRegistry());
    private final BlockingQueue<Relay> relays = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private ServerSocket node;
    private Listener front;

    /** Joins each client with the node at once. */
    private final class Joining implements WireHandler {
        @Override
        public void connected(Wire client) {
            client.pauseReading();
            Dial dial = Dial.to(new Endpoint.Socket("localhost", node.getLocalPort()))
                    .besides(client);
            net.connect(dial, new WireHandler() {
                @Override
                public void connected(Wire wire) {
                    relays.add(Relay.join(client, wire, Duration.ofMinutes(1), ended::countDown));
                }

                @Override
                public void received(Wire wire, ByteBuffer in) {
                    throw new AssertionError("joined already");
                }

                @Override
                public void closed(Wire wire, String why) {
                    client.close(why);
                }
            });
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {
            throw new AssertionError("paused");
        }

        @Override
        public void closed(Wire wire, String why) {}
    }

    @BeforeEach
    void open() throws IOException {
        node = new ServerSocket(0, 10, InetAddress.getByName("localhost"));
        front = net.listen(
                ListenerSpec.open("front", new Endpoint.Socket("127.0.0.1", 0), new Protection.Clear()),
                wire -> new Joining());
    }

    @AfterEach
    void close() throws IOException {
        node.close();
        net.close();
    }

    private void awaitEnd() throws InterruptedException {
        assertTrue(ended.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void halfCloseTravelsBothWays() throws Exception {
        try (Scripted client = Scripted.to(front.address());
                Scripted server = new Scripted(node.accept())) {
            client.send("question");
            client.socket.shutdownOutput();
            assertEquals("question", server.rest());
            server.send("answer");
            server.socket.shutdownOutput();
            assertEquals("answer", client.rest());
            awaitEnd();
        }
        Relay relay = relays.take();
        assertEquals("question".length(), relay.clientBytes());
        assertEquals("answer".length(), relay.nodeBytes());
    }

    @Test
    void aSlowReaderStopsTheOtherSide() throws Exception {
        byte[] block = new byte[1 << 20];
        int blocks = 64;
        try (Scripted client = Scripted.to(front.address());
                Scripted server = new Scripted(node.accept())) {
            CountDownLatch all = new CountDownLatch(1);
            Thread writer = Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (int i = 0; i < blocks; i++) {
                        server.socket.getOutputStream().write(block);
                    }
                    server.socket.shutdownOutput();
                    all.countDown();
                } catch (IOException broken) {
                    Thread.currentThread().interrupt();
                }
            });
            assertEquals(0, client.socket.getInputStream().read());
            assertEquals(1, all.getCount());
            assertEquals(
                    ((long) blocks << 20) - 1,
                    client.socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream()));
            writer.join();
            assertEquals(0, all.getCount());
        }
        awaitEnd();
    }

    @Test
    void aNodeThatDiesTakesTheClientWithIt() throws Exception {
        try (Scripted client = Scripted.to(front.address())) {
            try (Scripted server = new Scripted(node.accept())) {
                server.send("last words");
            }
            assertEquals("last words", client.rest());
        }
        awaitEnd();
    }
}
