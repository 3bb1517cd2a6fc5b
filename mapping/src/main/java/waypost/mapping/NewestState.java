package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest that any server of a directory has shown: one that is behind it does not know of everybody. Holds for a day, as a server that is lost
 * may take changes with it that no other one will ever have. Never blocks.
 */
final class NewestState {
    private static final Duration LIMIT = Duration.ofDays(1);

    private final Map<String, Shown> newest = new ConcurrentHashMap<>();
    private final Ticker ticker;

    private record Shown(String change, long at) {}

    NewestState(Ticker ticker) {
        this.ticker = ticker;
    }

    void shown(ReplicaState state) {
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

    /** Whether a server that shows this lacks a change that another one, or itself, had. */
    boolean isBehind(ReplicaState state) {
        long now = ticker.read();
        return state.changes().entrySet().stream().anyMatch(change -> {
            Shown before = newest.get(change.getKey());
            return before != null && !over(before, now) && change.getValue().compareTo(before.change) < 0;
        });
    }
}
