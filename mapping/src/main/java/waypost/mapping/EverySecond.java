package waypost.mapping;

import java.time.Duration;

/** Does a thing each second until it is closed. One virtual thread. */
final class EverySecond implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Thread thread;

    EverySecond(String name, Runnable work) {
        thread = Thread.ofVirtual().name(name).start(() -> {
            try {
                while (true) {
                    Thread.sleep(SECOND);
                    work.run();
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
