package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the search folders of a volume up to date as far as commits cannot: a thread that follows what is applied and is never waited for. */
final class SearchFolderThread implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(SearchFolderThread.class);

    /** How long what cannot be done now is left alone. */
    private static final long AGAIN = TimeUnit.MINUTES.toNanos(1);

    private final SearchFolderWork work;
    private final ReentrantLock working = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Optional<TextTest> test = Optional.empty();
    private boolean waiting = true;
    private boolean closed;
    private @Nullable Thread thread;

    SearchFolderThread(VolumeCore volume) {
        this.work = new SearchFolderWork(volume);
    }

    void start(String name) {
        thread = Thread.ofPlatform().name(name + "-search-folders").daemon().start(this::run);
    }

    /** How messages are read from now on. */
    void test(TextTest now) {
        test = Optional.of(now);
        wake();
    }

    /** Takes what was applied. On the applier's thread. */
    void apply(List<Effect> effects) {
        if (effects.stream().anyMatch(effect -> asks(effect.after()))) {
            wake();
        }
    }

    private static boolean asks(StateRecord state) {
        return switch (state) {
            case StateRecord.Member member -> member.waits();
            case StateRecord.PropertyState property -> SearchFolders.fills(property.key());
            case StateRecord _ -> false;
        };
    }

    private void wake() {
        lock.lock();
        try {
            waiting = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaited()) {
            try {
                while (round() && !closed()) {
                    continue;
                }
            } catch (IOException | RuntimeException failure) {
                log.error("event=search-folders-failed why=\"{}\"", failure.getMessage(), failure);
            }
        }
    }

    /** Answers whether there is more to be done, or was when it ended. */
    private boolean round() throws IOException {
        working.lock();
        try {
            return work.round(test);
        } finally {
            working.unlock();
        }
    }

    /** Does all there is to do at once. */
    void catchUp() throws IOException {
        while (round()) {
            continue;
        }
    }

    private boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to do; false when it is closed. */
    private boolean awaited() {
        lock.lock();
        try {
            long left = AGAIN;
            while (!waiting && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            waiting = false;
            return !closed;
        } catch (InterruptedException never) {
            throw new IllegalStateException("search folders are never interrupted", never);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        Thread running = thread;
        if (running == null) {
            return;
        }
        try {
            running.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while search folders were closed", interrupted);
        }
    }
}
