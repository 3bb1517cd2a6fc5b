package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Platform threads, one a core, for what reads the index thousands of times: from a virtual thread each time would be a way to another thread and
 * back ({@link PooledTable}), which costs several times what the reading does. They are not those of other reads, which a long search would keep waiting.
 */
final class SearchThreads implements Closeable {
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    SearchThreads() {
        int cores = Runtime.getRuntime().availableProcessors();
        pool = new ThreadPoolExecutor(
                cores,
                cores,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("search-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
    }

    /** Waits for what it runs. What is on a platform thread already stays there. */
    <T> T run(Account.Reading<T> reading, Duration every, Account.Waiting waiting) throws IOException {
        if (!Thread.currentThread().isVirtual()) {
            return reading.run();
        }
        Future<T> result;
        try {
            result = pool.submit(reading::run);
        } catch (RejectedExecutionException ended) {
            throw new IOException("the volume is closed", ended);
        }
        while (true) {
            try {
                return result.get(every.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException notYet) {
                waiting.passed();
            } catch (InterruptedException never) {
                throw new IllegalStateException("a session is never interrupted", never);
            } catch (ExecutionException failure) {
                throw failure(failure);
            }
        }
    }

    /** As it was thrown, or for throwing. */
    private static IOException failure(ExecutionException failure) throws IOException {
        switch (failure.getCause()) {
            case IOException cause -> throw cause;
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            case null, default -> throw new IOException(failure);
        }
    }

    /** What runs goes on, and fails when it next reads what is closed by then. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
