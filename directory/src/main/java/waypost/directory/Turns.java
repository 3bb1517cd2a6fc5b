package waypost.directory;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Who may ask a directory now: so many at a time, in the order in which they came. So many more wait for their turn, for so long; everybody
 * else hears at once that there is none. Safe for any number of threads.
 */
final class Turns {
    private final Semaphore free;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int places;
    private final Duration patience;
    private final Meter refused;

    /**
     * @param most at the same time
     * @param places for those who wait
     * @param patience of theirs
     * @param name of what is counted: {@code .asked} have their turn, {@code .waiting} wait for it, {@code .refused} got none
     */
    Turns(int most, int places, Duration patience, String name, MetricRegistry metrics) {
        this.free = new Semaphore(most, true);
        this.places = places;
        this.patience = patience;
        this.refused = metrics.meter(name + ".refused");
        metrics.gauge(name + ".asked", () -> () -> most - free.availablePermits());
        metrics.gauge(name + ".waiting", () -> free::getQueueLength);
    }

    /** Asks when it is the caller's turn, or answers what is to be said if he gets none. */
    <A> A ask(Supplier<A> question, Supplier<A> none) {
        if (!taken()) {
            return none.get();
        }
        try {
            return question.get();
        } finally {
            free.release();
        }
    }

    private boolean taken() {
        try {
            boolean taken = taken(Duration.ZERO) || waited();
            if (!taken) {
                refused.mark();
            }
            return taken;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean waited() throws InterruptedException {
        try {
            return waiting.incrementAndGet() <= places && taken(patience);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** The form with a time never overtakes who waits already. */
    private boolean taken(Duration within) throws InterruptedException {
        return free.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS);
    }
}
