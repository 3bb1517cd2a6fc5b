package waypost.store;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The appends that a change was prepared on while they were on their way: it is not stored unless they are. */
public record Ground(List<CompletableFuture<Position>> ends) {
    public static final Ground FIRM = new Ground(List.of());

    public Ground {
        ends = List.copyOf(ends);
    }

    /** Whether one of them has failed. */
    boolean fallen() {
        return ends.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
    }

    /** Waits for their ends; whether all of them are stored. */
    boolean held() {
        ends.forEach(Ground::await);
        return !fallen();
    }

    /** The failure is told to whoever waits for that append; here only its end matters. */
    static void await(CompletableFuture<Position> end) {
        try {
            end.join();
        } catch (CompletionException | CancellationException failed) {
            // As above.
        }
    }
}
