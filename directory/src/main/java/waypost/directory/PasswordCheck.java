package waypost.directory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import waypost.identity.Secret;

/**
 * Compares passwords with stored values. Slow schemes run on a few platform threads behind a bounded queue, so that a storm of log-ins
 * costs neither all processors nor all memory; callers block and belong on virtual threads.
 */
public final class PasswordCheck implements AutoCloseable {
    private static final int QUEUE = 256;

    private final ExecutorService slow;

    /** @param threads that compare slow ones at the same time */
    public PasswordCheck(int threads) {
        slow = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().daemon().name("password-", 0).factory());
    }

    /** What comparing all values of an entry says. */
    public enum Verdict {
        RIGHT,
        WRONG,
        /** None can be read. */
        UNREADABLE,
        /** None that can be read is right, and some cannot. */
        DOUBTFUL,
        /** Too many log-ins wait already. */
        BUSY
    }

    /** @param values as an entry has them, of which one has to fit; without any the password is wrong */
    public Verdict check(List<String> values, Secret password) {
        int unreadable = 0;
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
                    case UNREADABLE -> unreadable++;
                }
            } catch (RejectedExecutionException full) {
                return Verdict.BUSY;
            }
        }
        if (unreadable == 0) {
            return Verdict.WRONG;
        }
        return unreadable == values.size() ? Verdict.UNREADABLE : Verdict.DOUBTFUL;
    }

    /** Computes on those threads; empty if too many wait already. */
    public <T> Optional<T> slowly(Supplier<T> computation) {
        try {
            return Optional.of(CompletableFuture.supplyAsync(computation, slow).join());
        } catch (RejectedExecutionException full) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        slow.shutdownNow();
    }
}
