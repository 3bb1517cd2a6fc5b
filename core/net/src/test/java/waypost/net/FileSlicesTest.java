package waypost.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import io.netty.channel.Channel;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.NodeName;
import waypost.message.Extent;
import waypost.message.Octets;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;

/** What goes from a file to a socket unread. */
class FileSlicesTest {
    private static final int LENGTH = 1_000_003;
    private static final int BEFORE = 77;

    private final MetricRegistry metrics = new MetricRegistry();
    private final Net net = Net.open(metrics);
    private final AtomicInteger leased = new AtomicInteger();
    private final AtomicInteger mostLeased = new AtomicInteger();
    private final byte[] octets = new byte[BEFORE + LENGTH + 5];

    @TempDir
    private Path folder;

    private FileChannel file;

    @BeforeEach
    void write() throws IOException {
        new SplittableRandom(3).nextBytes(octets);
        Path path = folder.resolve("octets");
        Files.write(path, octets);
        file = FileChannel.open(path, StandardOpenOption.READ);
    }

    @AfterEach
    void close() throws IOException {
        net.close();
        file.close();
    }

    /** All of the file but its begin and end. */
    private final class Lying implements Extent {
        @Override
        public FileChannel file() {
            return file;
        }

        @Override
        public long offset() {
            return BEFORE;
        }

        @Override
        public long length() {
            return LENGTH;
        }

        @Override
        public ByteBuffer end(int count) {
            return ByteBuffer.wrap(octets, BEFORE + LENGTH - count, count);
        }

        @Override
        public Lease lease() {
            int now = leased.incrementAndGet();
            mostLeased.accumulateAndGet(now, Math::max);
            return leased::decrementAndGet;
        }
    }

    /** Answers a connection so many times, and closes it. */
    private final class Sending implements ServedSession {
        private final int times;
        private final CountDownLatch closed = new CountDownLatch(1);

        Sending(int times) {
            this.times = times;
        }

        @Override
        public void opened(Output out, Wakeup wakeup) throws IOException {
            Octets.Sink sink = out.sink();
            assertTrue(sink.sends());
            for (int i = 0; i < times; i++) {
                out.text("{");
                sink.accept(new Lying());
                out.text("}");
            }
            out.close();
        }

        @Override
        public void received(ByteBuffer in, Output out) {
            in.position(in.limit());
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

    private Listener serve(Sending session, Duration idle) throws IOException {
        ListenerSpec spec = ListenerSpec.open("test", new Endpoint.Socket("127.0.0.1", 0), new Protection.Clear());
        return net.listen(spec, wire -> new WireHandler() {
            @Override
            public void connected(Wire connected) {
                connected.serve(session, idle);
            }

            @Override
            public void received(Wire wire, ByteBuffer in) {
                throw new AssertionError("handed over already");
            }

            @Override
            public void closed(Wire wire, String why) {}
        });
    }

    private void allLeasesEnd() {
        assertTimeoutPreemptively(Scripted.PATIENCE, () -> {
            while (leased.get() > 0) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void itArrivesBetweenWhatIsWritten() throws Exception {
        Listener listener = serve(new Sending(3), Duration.ofMinutes(1));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            expected.write('{');
            expected.write(octets, BEFORE, LENGTH);
            expected.write('}');
        }
        try (Scripted client = Scripted.to(listener.address())) {
            assertArrayEquals(
                    expected.toByteArray(), client.socket.getInputStream().readAllBytes());
        }
        assertEquals(expected.size(), metrics.counter("net.test.bytes-sent").getCount());
        allLeasesEnd();
    }

    /** As many wait as slices that are read would, until time is up. */
    @Test
    void aClientThatDoesNotReadHoldsFewAndNotForLong() throws Exception {
        Sending session = new Sending(1000);
        Listener listener = serve(session, Duration.ofSeconds(1));
        try (Scripted _ = Scripted.to(listener.address())) {
            assertTrue(session.closed.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        assertTrue(mostLeased.get() <= 4, mostLeased + " leases");
        assertTrue(metrics.counter("net.test.bytes-sent").getCount() < 100L * LENGTH);
        allLeasesEnd();
    }

    @Test
    void aClientThatLeavesHoldsNothing() throws Exception {
        Sending session = new Sending(1000);
        Listener listener = serve(session, Duration.ofMinutes(1));
        try (Scripted client = Scripted.to(listener.address())) {
            client.socket.getInputStream().readNBytes(LENGTH / 2);
        }
        assertTrue(session.closed.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        allLeasesEnd();
    }

    private boolean sends(Channel channel) {
        ChannelWire wire = new ChannelWire(
                channel, "s", EventLoops.inProcess("test", false), new NetMetrics(metrics).service("other"));
        return new ServedOutput(wire).sink().sends();
    }

    /** TLS has to encrypt what is sent, and the other end of a channel in memory is no socket. */
    @Test
    void onlyToSocketsWithoutTls() throws IOException {
        LocalAuthority authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        ServerTls tls = ServerTls.of(List.of(authority.node(new NodeName("n1"))));
        assertTrue(sends(new NioSocketChannel()));
        Channel protectedOne = new NioSocketChannel();
        protectedOne.pipeline().addLast(tls.handler(protectedOne.alloc()));
        assertTrue(!sends(protectedOne));
        assertTrue(!sends(new LocalChannel()));
    }
}
