package waypost.directory;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The newest that any server of a directory has shown: one that is behind it does not know of everybody. Holds for a day, as a server that is lost
 * may take changes with it that no other one will ever have. Never blocks.
 */
final class NewestState {
    private static final Duration LIMIT = Duration.ofDays(1);

    private final Map<String, Shown> newest = new ConcurrentHashMap<>();
    private final AtomicLong shown = new AtomicLong();
    private final Ticker ticker;

    private record Shown(String change, long at) {}

    /**
     * A server's last change, as some server showed it.
     *
     * @param ago when that was
     */
    record Seen(String server, String change, Duration ago) {}

    NewestState(Ticker ticker) {
        this.ticker = ticker;
    }

    void shown(ReplicaState state) {
        shown.incrementAndGet();
        long now = ticker.read();
        state.changes()
                .forEach((server, change) -> newest.merge(
                        server,
                        new Shown(change, now),
                        (before, next) -> over(before, now) || change.compareTo(before.change) >= 0 ? next : before));
    }

    private static boolean over(Shown shown, long now) {
        return now - shown.at >= LIMIT.toNanos();
    }

    boolean isEmpty() {
        return newest.isEmpty();
    }

    /** How often something was shown. */
    long shown() {
        return shown.get();
    }

    List<Seen> seen() {
        long now = ticker.read();
        return newest.entrySet().stream()
                .filter(last -> !over(last.getValue(), now))
                .map(last ->
                        new Seen(last.getKey(), last.getValue().change, Duration.ofNanos(now - last.getValue().at)))
                .toList();
    }

    /** It was seen by a process before this one. */
    void restore(Seen seen) {
        newest.putIfAbsent(
                seen.server(),
                new Shown(seen.change(), ticker.read() - seen.ago().toNanos()));
    }

    /** Whether a server that shows this lacks a change that another one, or itself, had. */
    boolean isBehind(ReplicaState state) {
        long now = ticker.read();
        return newest.entrySet().stream()
                .anyMatch(last -> !over(last.getValue(), now) && state.lacks(last.getKey(), last.getValue().change));
    }
}
