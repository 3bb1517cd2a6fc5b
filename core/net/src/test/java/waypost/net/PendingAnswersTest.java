package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.protocol.pop3.Pop3Login;
import waypost.protocol.pop3.Pop3Service;
import waypost.protocol.sasl.SaslOffer;

/** A client that has not logged in, sends, and does not read. */
class PendingAnswersTest {
    /** What one read of a socket may bring. */
    private static final int READ = 64 * 1024;

    private static final String CAPA = "CAPA\r\n";

    private final Net net = Net.open(new MetricRegistry());
    private final Unread client = new Unread();

    /** Nothing leaves before the client reads. */
    private static final class Unread extends EmbeddedChannel {
        private boolean reads;

        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws Exception {
            if (reads) {
                super.doWrite(in);
            }
        }

        long pending() {
            return unsafe().outboundBuffer().totalPendingWriteBytes();
        }

        void says(String text) {
            writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        }

        /** Reads from now on. */
        String hears() {
            reads = true;
            flush();
            runPendingTasks();
            StringBuilder heard = new StringBuilder();
            for (ByteBuf part = readOutbound(); part != null; part = readOutbound()) {
                heard.append(part.toString(StandardCharsets.ISO_8859_1));
                part.release();
            }
            return heard.toString();
        }
    }

    @BeforeEach
    void connect() {
        EventLoops.configure(client.config(), false);
        ChannelWire wire = new ChannelWire(
                client, "s", EventLoops.inProcess("test", false), new NetMetrics(new MetricRegistry()).service("test"));
        LoginService service = new LoginService(
                net,
                "test",
                Optional.empty(),
                _ -> new Pop3Login(new Pop3Service("pop.example.net", Set.of(), SaslOffer.NOTHING)),
                _ -> new CompletableFuture<>(),
                WaitingRoom.usual(),
                LoginLimits.USUAL,
                Duration.ofMinutes(1));
        wire.begin(service.handler(), null).stand();
    }

    @AfterEach
    void close() {
        client.finishAndReleaseAll();
        net.close();
    }

    private static int capabilities(String heard) {
        return heard.split("PIPELINING\r\n\\.\r\n", -1).length - 1;
    }

    @Test
    void theAnswersToOneReadDoNotPileUp() {
        int commands = READ / CAPA.length();
        client.says(CAPA.repeat(commands));
        assertTrue(client.pending() < NetLimits.WRITE_BOUND + 32 * 1024, client.pending() + " bytes");
        assertEquals(commands, capabilities(client.hears()));
    }

    @Test
    void aLongLineIsOneLineAllTheSame() {
        client.says(CAPA + "USER " + "x".repeat(3000) + "\r\n" + CAPA);
        String heard = client.hears();
        assertEquals(2, capabilities(heard), heard);
        assertEquals(1, heard.split("-ERR", -1).length - 1, heard);
    }
}
