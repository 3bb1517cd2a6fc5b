package waypost.net;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A handler can tell a peer that closed from one that broke off (RFC 9293 §3.5, §3.6). */
class OrderlyEndTest {
    private static final String GREETING = "hello";

    /** Greets, perhaps has nothing more to say, and tells how the connection ended. */
    private static final class Greeting implements WireHandler {
        private final CompletableFuture<Boolean> over = new CompletableFuture<>();
        private final boolean leaves;
        private boolean inOrder;

        Greeting(boolean leaves) {
            this.leaves = leaves;
        }

        @Override
        public void connected(Wire wire) {
            wire.write(StandardCharsets.US_ASCII.encode(GREETING));
            wire.flush();
            if (leaves) {
                wire.closeAfterFlush("leaves");
            }
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {}

        @Override
        public void ended(Wire wire) {
            inOrder = true;
        }

        @Override
        public void closed(Wire wire, String why) {
            over.complete(inOrder);
        }
    }

    private interface End {
        void of(Socket client) throws Exception;
    }

    private static boolean inOrder(End end) throws Exception {
        return inOrder(new Greeting(false), end);
    }

    private static boolean inOrder(Greeting greeting, End end) throws Exception {
        try (Net net = Net.open(new MetricRegistry())) {
            Listener front = net.listen(
                    ListenerSpec.open("front", new Endpoint.Socket("127.0.0.1", 0), new Protection.Clear()),
                    wire -> greeting);
            try (Socket client =
                    new Socket(front.address().getAddress(), front.address().getPort())) {
                client.getInputStream().readNBytes(GREETING.length());
                end.of(client);
                return greeting.over.get(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void closing() throws Exception {
        assertTrue(inOrder(Socket::close));
    }

    @Test
    void endingItsOutput() throws Exception {
        assertTrue(inOrder(Socket::shutdownOutput));
    }

    @Test
    void breakingOff() throws Exception {
        assertFalse(inOrder(client -> {
            client.setSoLinger(true, 0);
            client.close();
        }));
    }

    @Test
    void closingBehindTheLastWord() throws Exception {
        assertTrue(inOrder(new Greeting(true), Socket::close));
    }

    @Test
    void breakingOffBehindTheLastWord() throws Exception {
        assertFalse(inOrder(new Greeting(true), client -> {
            client.setSoLinger(true, 0);
            client.close();
        }));
    }
}
