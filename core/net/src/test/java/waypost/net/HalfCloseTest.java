package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that has said all it has to say still hears the whole answer, and all that it said is heard, however slow either side is. */
class HalfCloseTest {
    private static final int SMALL_BUFFER = 16 * 1024;

    private final Net net = Net.open(new MetricRegistry());

    @AfterEach
    void close() {
        net.close();
    }

    /** Each side says so many bytes and ends, while the other does not read; then each reads. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100_000, 400_000, 1_000_000, 3_000_000, 6_000_000})
    void relayed(int size) throws Exception {
        try (ServerSocket node = new ServerSocket()) {
            node.setReceiveBufferSize(SMALL_BUFFER);
            node.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            CompletableFuture<Void> ended = new CompletableFuture<>();
            Listener front = net.listen(
                    ListenerSpec.open("front", new Endpoint.Socket("127.0.0.1", 0), new Protection.Clear()),
                    _ -> new Joining(node.getLocalPort(), () -> ended.complete(null)));
            try (Socket client = new Socket();
                    Socket server = accepted(client, front, node)) {
                Thread asking = saying(client, size);
                Thread answering = saying(server, size + 1);
                assertEquals(size, heard(server));
                assertEquals(size + 1, heard(client));
                asking.join();
                answering.join();
                ended.get();
            }
        }
    }

    private static Socket accepted(Socket client, Listener front, ServerSocket node) throws IOException {
        client.setReceiveBufferSize(SMALL_BUFFER);
        client.connect(front.address());
        return node.accept();
    }

    /** Commands without end while a long answer is on its way. */
    @ParameterizedTest
    @ValueSource(ints = {1, 40_000, 100_000})
    void served(int lines) throws Exception {
        Listener listener = net.listen(
                ListenerSpec.open("test", new Endpoint.Socket("127.0.0.1", 0), new Protection.Clear()),
                _ -> new ServeAtOnce(new LinkedBlockingQueue<>()));
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(SMALL_BUFFER);
            client.connect(listener.address());
            Thread asking = Thread.ofPlatform().daemon().start(() -> {
                try {
                    OutputStream out = client.getOutputStream();
                    out.write("BIG 3\r\n".getBytes());
                    out.write("x\r\n".repeat(lines).getBytes());
                    client.shutdownOutput();
                } catch (IOException broken) {
                    throw new IllegalStateException(broken);
                }
            });
            assertEquals("open\r\n".length() + (3 << 20) + (long) lines * "echo x\r\n".length(), heard(client));
            asking.join();
        }
    }

    private static Thread saying(Socket socket, int size) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                socket.getOutputStream().write(new byte[size]);
                socket.shutdownOutput();
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        });
    }

    private static long heard(Socket socket) {
        return assertTimeoutPreemptively(Scripted.PATIENCE, () -> {
            InputStream in = socket.getInputStream();
            return in.transferTo(OutputStream.nullOutputStream());
        });
    }

    /** Joins each client with the node at once. */
    private final class Joining implements WireHandler {
        private final int port;
        private final Runnable ended;

        Joining(int port, Runnable ended) {
            this.port = port;
            this.ended = ended;
        }

        @Override
        public void connected(Wire client) {
            client.pauseReading();
            Dial dial = Dial.to(new Endpoint.Socket("127.0.0.1", port)).besides(client);
            net.connect(dial, new WireHandler() {
                @Override
                public void connected(Wire wire) {
                    Relay.join(client, wire, Duration.ofMinutes(1), ended);
                }

                @Override
                public void received(Wire wire, ByteBuffer in) {}

                @Override
                public void closed(Wire wire, String why) {
                    client.close(why);
                }
            });
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {}

        @Override
        public void closed(Wire wire, String why) {}
    }
}
