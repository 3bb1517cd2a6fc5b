package waypost.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The pace of a thread that works in the background, and may be stopped at any time. That thread spends and rests; any may stop it. Never interrupted. */
final class RestingPace implements Pace {
    /** Octets that are paid for at once. */
    private static final long QUANTUM = 256 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stop = lock.newCondition();
    private boolean stopped;
    private long octetsPerSecond;
    private long unpaid;

    RestingPace(long octetsPerSecond) {
        this.octetsPerSecond = octetsPerSecond;
    }

    /** From now on. */
    void rate(long octets) {
        octetsPerSecond = octets;
    }

    @Override
    public void spend(long octets) throws Stopped {
        unpaid += octets;
        if (unpaid >= QUANTUM) {
            rest(Duration.ofNanos(unpaid * TimeUnit.SECONDS.toNanos(1) / octetsPerSecond));
            unpaid = 0;
        }
    }

    void rest(Duration time) throws Stopped {
        long left = time.toNanos();
        lock.lock();
        try {
            while (!stopped && left > 0) {
                left = awaitNanos(left);
            }
            if (stopped) {
                throw new Stopped();
            }
        } finally {
            lock.unlock();
        }
    }

    private long awaitNanos(long nanos) {
        try {
            return stop.awaitNanos(nanos);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a thread in the background is never interrupted", e);
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            stop.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
