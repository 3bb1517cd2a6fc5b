package waypost.mapping;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import waypost.directory.Steadfast;

/** Does a thing again and again, with a pause before each time, until it is closed; a bug in it does not end that. One virtual thread. */
public final class Repeating implements AutoCloseable {
    static final Duration SECOND = Duration.ofSeconds(1);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** @param name of the thread, and of the task in the log */
    public Repeating(String name, Duration pause, Runnable work) {
        Steadfast steadfast = new Steadfast(name);
        thread = Thread.ofVirtual().name(name).start(() -> {
            try {
                while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    steadfast.does(work);
                }
            } catch (InterruptedException nobodyDoes) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Returns when what it is about to do is done. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
