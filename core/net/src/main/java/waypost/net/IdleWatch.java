package waypost.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Notices when nothing moved on a wire for a time. One timer at a time; {@link #moved} from any thread, all else on the loop. */
final class IdleWatch {
    private final ChannelWire wire;
    private volatile long lastMoved = System.nanoTime();
    private long idleNanos;
    private Wire.@Nullable Timer timer;

    IdleWatch(ChannelWire wire) {
        this.wire = wire;
    }

    void moved() {
        lastMoved = System.nanoTime();
    }

    void after(Duration time) {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        idleNanos = time.toNanos();
        if (idleNanos > 0 && wire.open()) {
            moved();
            expect(idleNanos);
        }
    }

    private void expect(long nanos) {
        timer = wire.schedule(Duration.ofNanos(nanos), this::look);
    }

    private void look() {
        long left = idleNanos - (System.nanoTime() - lastMoved);
        if (left > 0) {
            expect(left);
        } else {
            moved();
            expect(idleNanos);
            wire.idled();
        }
    }
}
