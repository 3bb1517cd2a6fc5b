package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.codahale.metrics.MetricRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tasks of a wire that wait for their time, which is moved by hand. */
class LaterTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ChannelWire wire = new ChannelWire(
            channel, "s", EventLoops.inProcess("test", false), new NetMetrics(new MetricRegistry()).service("test"));
    private final List<String> done = new ArrayList<>();

    private long pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        return channel.runScheduledPendingTasks();
    }

    @Test
    void aTaskIsDoneWhenItsTimeHasCome() {
        channel.freezeTime();
        wire.later(Duration.ofSeconds(2), () -> done.add("first"));
        wire.later(Duration.ofSeconds(1), () -> done.add("second"));
        pass(Duration.ofMillis(1999));
        assertEquals(List.of("second"), done);
        pass(Duration.ofMillis(1));
        assertEquals(List.of("second", "first"), done);
    }

    @Test
    void aWireThatIsClosedForgetsItsTasks() {
        channel.freezeTime();
        wire.later(Duration.ofSeconds(2), () -> done.add("never"));
        wire.close("gone");
        channel.runPendingTasks();
        long nothingWaits = -1;
        assertEquals(nothingWaits, channel.runScheduledPendingTasks());
        wire.later(Duration.ofSeconds(2), () -> done.add("never"));
        channel.runPendingTasks();
        assertEquals(nothingWaits, pass(Duration.ofSeconds(3)));
        assertEquals(List.of(), done);
    }
}
