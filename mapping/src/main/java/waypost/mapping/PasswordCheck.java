package waypost.mapping;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import waypost.identity.Secret;

/**
 * Compares passwords with stored values. Slow schemes run on a few platform threads behind a bounded queue, so that a storm of log-ins
 * costs neither all processors nor all memory; callers block and belong on virtual threads.
 */
final class PasswordCheck implements AutoCloseable {
    private static final int QUEUE = 256;

    private final ExecutorService slow;

    PasswordCheck(int threads) {
        slow = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().daemon().name("password-", 0).factory());
    }

    /** What comparing all values of an entry says. */
    enum Verdict {
        RIGHT,
        WRONG,
        /** None is right, and some value cannot be read. */
        UNREADABLE,
        /** Too many log-ins wait already. */
        BUSY
    }

    Verdict check(List<String> values, Secret password) {
        Verdict verdict = Verdict.WRONG;
        for (String value : values) {
            StoredPassword stored = StoredPassword.parse(value);
            try {
                StoredPassword.Match match = stored.scheme().slow()
                        ? CompletableFuture.supplyAsync(() -> stored.match(password), slow)
                                .join()
                        : stored.match(password);
                switch (match) {
                    case RIGHT -> {
                        return Verdict.RIGHT;
                    }
                    case WRONG -> {}
                    case UNREADABLE -> verdict = Verdict.UNREADABLE;
                }
            } catch (RejectedExecutionException full) {
                return Verdict.BUSY;
            }
        }
        return verdict;
    }

    @Override
    public void close() {
        slow.shutdownNow();
    }
}
