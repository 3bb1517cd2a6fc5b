package waypost.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.mapping.MapHealth.State;

/** Tells in the log when it stands otherwise with a user map than it did. One thread. */
final class HealthLog {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.mapping");

    private final Supplier<List<MapHealth>> health;
    private final Map<String, State> told = new HashMap<>();

    HealthLog(Supplier<List<MapHealth>> health) {
        this.health = health;
    }

    /** A second has passed. */
    void second() {
        for (MapHealth now : health.get()) {
            State before = told.getOrDefault(now.map(), State.OK);
            told.put(now.map(), now.state());
            if (before != now.state()) {
                LOG.warn("event=map-{} map={} before={}", now.state().word(), now.map(), before.word());
            }
        }
    }
}
