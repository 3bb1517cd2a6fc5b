package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final String INPUT = "LOGIN a b\r\nx SELECT \r raw\0\u00e9\n tail";

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ChannelWire wire = new ChannelWire(
            channel, "s", EventLoops.inProcess("test", false), new NetMetrics(new MetricRegistry()).service("test"));
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void finish() {
        channel.finishAndReleaseAll();
    }

    private void begin(WireHandler handler) {
        wire.begin(handler, null).stand();
    }

    private void in(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        channel.runPendingTasks();
    }

    /** Takes lines, one a call when asked to pause after each. */
    private final class Lines implements WireHandler {
        private final boolean pausing;

        Lines(boolean pausing) {
            this.pausing = pausing;
        }

        @Override
        public void connected(Wire connected) {
            events.add("connected");
        }

        @Override
        public void received(Wire from, ByteBuffer in) {
            for (String line = LineLogin.takeLine(in); !line.isEmpty(); line = LineLogin.takeLine(in)) {
                events.add(line);
                if (pausing) {
                    from.pauseReading();
                    return;
                }
            }
        }

        @Override
        public void ended(Wire from) {
            events.add("ended");
        }

        @Override
        public void closed(Wire closed, String why) {
            events.add("closed: " + why);
        }
    }

    /** Keeps all bytes. */
    private final class Raw implements WireHandler {
        private final StringBuilder bytes = new StringBuilder();

        @Override
        public void connected(Wire connected) {}

        @Override
        public void received(Wire from, ByteBuffer in) {
            bytes.append(StandardCharsets.ISO_8859_1.decode(in));
        }

        @Override
        public void closed(Wire closed, String why) {}
    }

    @Test
    void aPauseHoldsBackWhatWasReceivedAlready() {
        begin(new Lines(true));
        in("one\r\ntwo\r\nthr");
        assertEquals(List.of("connected", "one"), events);
        wire.resumeReading();
        assertEquals(List.of("connected", "one", "two"), events);
        wire.resumeReading();
        in("ee\r\n");
        assertEquals(List.of("connected", "one", "two", "three"), events);
    }

    /** A handler that waits wants to know what the peer sent without waiting. */
    @Test
    void aPauseReadsOnUntilTheLimitIsReached() {
        begin(new Lines(true));
        wire.limit(10);
        in("one\r\n");
        in("two\r\nthree");
        assertTrue(channel.config().isAutoRead());
        in("\r\n");
        assertFalse(channel.config().isAutoRead());
        assertEquals(List.of("connected", "one"), events);
        wire.resumeReading();
        assertEquals(List.of("connected", "one", "two"), events);
        assertTrue(channel.config().isAutoRead());
        wire.resumeReading();
        assertEquals(List.of("connected", "one", "two", "three"), events);
    }

    @Test
    void anEndDuringAPauseIsToldAtOnceAndClosesWhenAllIsRead() {
        begin(new Lines(true));
        in("one\r\ntwo\r\n");
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertEquals(List.of("connected", "one", "ended"), events);
        wire.resumeReading();
        wire.resumeReading();
        channel.runPendingTasks();
        assertEquals(List.of("connected", "one", "ended", "two", "closed: peer closed"), events);
    }

    @Test
    void anotherHandlerGetsTheUnreadBytesAtEveryCut() {
        for (int cut = 0; cut <= INPUT.length(); cut++) {
            ReadingTest fresh = new ReadingTest();
            Raw raw = fresh.new Raw();
            fresh.begin(fresh.new Lines(true));
            fresh.in(INPUT.substring(0, cut));
            fresh.in(INPUT.substring(cut));
            fresh.wire.handler(raw);
            fresh.wire.resumeReading();
            assertEquals(List.of("connected", "LOGIN a b"), fresh.events, "cut " + cut);
            assertEquals(INPUT.substring(11), raw.bytes.toString(), "cut " + cut);
            fresh.finish();
        }
    }

    @Test
    void aHandlerMayBeReplacedInsideItsCall() {
        Raw raw = new Raw();
        begin(new WireHandler() {
            @Override
            public void connected(Wire connected) {}

            @Override
            public void received(Wire from, ByteBuffer in) {
                in.get();
                from.handler(raw);
                in.get();
            }

            @Override
            public void closed(Wire closed, String why) {}
        });
        in("abcdef");
        assertEquals("cdef", raw.bytes.toString());
    }

    @Test
    void tooMuchUnreadEndsTheConnection() {
        begin(new Lines(false));
        wire.limit(10);
        in("0123456789");
        assertTrue(channel.isOpen());
        in("0");
        assertFalse(channel.isOpen());
        assertEquals("closed: too many bytes without an end of line", events.getLast());
    }

    @Test
    void aFailingHandlerEndsOnlyItsConnection() {
        begin(new WireHandler() {
            @Override
            public void connected(Wire connected) {}

            @Override
            public void received(Wire from, ByteBuffer in) {
                throw new IllegalStateException("bug");
            }

            @Override
            public void closed(Wire closed, String why) {
                events.add(why);
            }
        });
        in("x");
        assertEquals(List.of("error in the session"), events);
    }

    @Test
    void closedIsToldOnce() {
        begin(new Lines(false));
        wire.close("first");
        wire.close("second");
        channel.runPendingTasks();
        assertEquals(List.of("connected", "closed: first"), events);
    }

    @Test
    void idleIsToldWhenNothingMoves() {
        begin(new Lines(false));
        channel.freezeTime();
        wire.idleAfter(Duration.ofNanos(1));
        channel.advanceTimeBy(1, java.util.concurrent.TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
        assertEquals(List.of("connected", "closed: idle"), events);
    }

    @Test
    void acceptRestsAfterAFailureAndGoesOn() {
        EmbeddedChannel server =
                new EmbeddedChannel(new AcceptFailures(new NetMetrics(new MetricRegistry()).service("test")));
        server.freezeTime();
        server.pipeline().fireExceptionCaught(new java.io.IOException("Too many open files"));
        assertFalse(server.config().isAutoRead());
        server.advanceTimeBy(AcceptFailures.PAUSE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS);
        server.runScheduledPendingTasks();
        assertTrue(server.config().isAutoRead());
        server.finishAndReleaseAll();
    }
}
