package waypost.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the {@link Keeper} before its time. Rings are merged. Safe for threads. */
public final class QueueBell {
    private final Semaphore rings = new Semaphore(0);

    /** Never blocks. */
    public void ring() {
        rings.release();
    }

    void await(Duration longest) throws InterruptedException {
        if (rings.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            rings.drainPermits();
        }
    }
}
