package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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
    <T> T run(Account.Reading<T> reading) throws IOException {
        if (!Thread.currentThread().isVirtual()) {
            return reading.run();
        }
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return reading.run();
                                } catch (IOException failure) {
                                    throw new CompletionException(failure);
                                }
                            },
                            pool)
                    .join();
        } catch (RejectedExecutionException ended) {
            throw new IOException("the volume is closed", ended);
        } catch (CompletionException failure) {
            switch (failure.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw failure;
            }
        }
    }

    /** What runs goes on, and fails when it next reads what is closed by then. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
