package waypost.mapping;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** A pool that does nothing until it is told to. */
final class Turn extends AbstractExecutorService {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final int places;

    /** @param places for what waits */
    Turn(int places) {
        this.places = places;
    }

    @Override
    public synchronized void execute(Runnable work) {
        if (waiting.size() == places) {
            throw new RejectedExecutionException("full");
        }
        waiting.add(work);
    }

    /** Does what has waited for the longest time; answers whether anything has. */
    boolean one() {
        Runnable next;
        synchronized (this) {
            if (waiting.isEmpty()) {
                return false;
            }
            next = waiting.remove();
        }
        next.run();
        return true;
    }

    void all() {
        while (one()) {}
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
