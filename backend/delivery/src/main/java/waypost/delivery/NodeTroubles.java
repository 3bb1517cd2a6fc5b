package waypost.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import waypost.identity.NodeName;

/**
 * Which nodes could not be reached lately, so that thousands of messages for one that is down do not each wait for it. Pure decisions, the
 * time passed in. Safe for threads.
 */
final class NodeTroubles {
    private static final Duration REST = Duration.ofSeconds(30);

    private final Map<NodeName, Instant> until = new HashMap<>();

    synchronized void lost(NodeName node, Instant now) {
        until.put(node, now.plus(REST));
    }

    synchronized void answered(NodeName node) {
        until.remove(node);
    }

    synchronized boolean rests(NodeName node, Instant now) {
        Instant end = until.get(node);
        return end != null && now.isBefore(end);
    }

    /** Somebody says that all may be well again. */
    synchronized void forget() {
        until.clear();
    }
}
