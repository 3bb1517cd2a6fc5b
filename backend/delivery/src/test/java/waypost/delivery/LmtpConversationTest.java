package waypost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import waypost.delivery.Hand.Handed;
import waypost.identity.TransferId;
import waypost.message.Octets;
import waypost.net.Wire;
import waypost.protocol.Output;
import waypost.protocol.login.Opening;
import waypost.protocol.smtp.LmtpClient;
import waypost.protocol.smtp.LmtpClient.Kind;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpService;

/** The quickest node there can be: what it answers to a step on the loop is heard before the next step. */
class LmtpConversationTest {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final LmtpConversation conversation = new LmtpConversation(new LmtpClient(new LmtpClient.Peer(
            SmtpService.Dialect.LMTP, Kind.FOREIGN, Opening.GREETING, "b.example.net", new LmtpClient.Login.None())));
    private volatile boolean open = true;
    private final StringBuilder said = new StringBuilder();
    private final Executor loop = task -> thread.execute(() -> {
        task.run();
        answer();
    });
    private final Wire wire = (Wire) Proxy.newProxyInstance(
            Wire.class.getClassLoader(), new Class<?>[] {Wire.class}, (_, method, _) -> switch (method.getName()) {
                case "loop" -> loop;
                case "open" -> open;
                case "writable" -> true;
                case "output" -> output();
                case "flush" -> null;
                default -> throw new UnsupportedOperationException(method.getName());
            });
    private boolean content;

    @AfterEach
    void stop() {
        thread.close();
    }

    private Output output() {
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) {
                said.append(StandardCharsets.ISO_8859_1.decode(bytes));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private void answer() {
        for (int end = said.indexOf("\r\n"); end >= 0; end = said.indexOf("\r\n")) {
            String line = said.substring(0, end);
            said.delete(0, end + 2);
            String reply = reply(line);
            content = reply.startsWith("354") || content && reply.isEmpty();
            conversation.received(wire, ByteBuffer.wrap(reply.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private String reply(String line) {
        if (content) {
            return line.equals(".") ? "250 2.0.0 stored\r\n" : "";
        }
        if (line.startsWith("LHLO ")) {
            return "250-f\r\n250 8BITMIME\r\n";
        }
        return line.equals("DATA") ? "354 go ahead\r\n" : "250 fine\r\n";
    }

    @Test
    void waitsForA354ThatComesAtOnce() {
        Handed handed = hand(Octets.of(Cluster.MAIL.getBytes(StandardCharsets.US_ASCII)));
        assertEquals(
                250, assertInstanceOf(Handed.Answered.class, handed).reply().code());
    }

    private interface Step {
        void run() throws IOException;
    }

    /** A body that something happens to behind its first line. */
    private static Octets broken(Step step) {
        return new Octets() {
            @Override
            public long length() {
                return 100;
            }

            @Override
            public void read(long offset, long length, Sink sink) throws IOException {
                sink.accept(ByteBuffer.wrap("Subject: hello\r\n".getBytes(StandardCharsets.US_ASCII)));
                step.run();
                sink.accept(ByteBuffer.wrap("\r\n".getBytes(StandardCharsets.US_ASCII)));
            }
        };
    }

    @Test
    void aBodyThatCannotBeReadIsNotTheNodesFault() {
        Handed handed = hand(broken(() -> {
            throw new IOException("wrong CRC32C");
        }));
        assertEquals(new Handed.Unreadable("wrong CRC32C"), handed);
    }

    @Test
    void aConnectionThatBreaksWhileTheBodyIsReadIsTheNodesLoss() {
        Handed handed = hand(broken(() -> open = false));
        assertInstanceOf(Handed.Lost.class, handed);
    }

    private Handed hand(Octets body) {
        loop.execute(() -> {
            conversation.connected(wire);
            conversation.received(wire, ByteBuffer.wrap("220 f\r\n".getBytes(StandardCharsets.US_ASCII)));
        });
        return conversation.hand(
                wire,
                () -> Cluster.transaction(new TransferId(1, 2)),
                Recipient.of(new Mailbox("ann", "example.net")),
                body);
    }
}
