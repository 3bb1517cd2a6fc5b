package waypost.proxy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import waypost.net.Wire;

/** An event loop that a test turns by hand, and the only clock there is. */
final class HandLoop implements InstantSource {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Timed> timers = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    private record Timed(Instant at, Runnable task) {}

    @Override
    public Instant instant() {
        return now;
    }

    void execute(Runnable task) {
        tasks.add(task);
    }

    Wire.Timer schedule(Duration delay, Runnable task) {
        Timed timed = new Timed(now.plus(delay), task);
        timers.add(timed);
        return () -> timers.remove(timed);
    }

    /** Until nothing is left to do now. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    void pass(Duration time) {
        Instant end = now.plus(time);
        run();
        for (Optional<Timed> next = due(end); next.isPresent(); next = due(end)) {
            now = next.get().at();
            timers.remove(next.get());
            next.get().task().run();
            run();
        }
        now = end;
    }

    private Optional<Timed> due(Instant end) {
        return timers.stream().filter(timed -> !timed.at().isAfter(end)).min(Comparator.comparing(Timed::at));
    }
}
