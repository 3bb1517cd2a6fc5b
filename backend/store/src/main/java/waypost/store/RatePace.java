package waypost.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import waypost.store.backup.BackupWriter;

/** So many octets a second, at most. One thread. */
final class RatePace implements BackupWriter.Pace {
    private final long octetsPerSecond;
    private long due = System.nanoTime();

    /** @param octetsPerSecond 0 for as fast as it goes */
    RatePace(long octetsPerSecond) {
        this.octetsPerSecond = octetsPerSecond;
    }

    @Override
    public void spend(long octets) throws IOException {
        if (octetsPerSecond == 0) {
            return;
        }
        long now = System.nanoTime();
        due = Math.max(due, now) + octets * TimeUnit.SECONDS.toNanos(1) / octetsPerSecond;
        try {
            TimeUnit.NANOSECONDS.sleep(due - now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException failure = new InterruptedIOException("while it waited for its turn");
            failure.initCause(e);
            throw failure;
        }
    }
}
