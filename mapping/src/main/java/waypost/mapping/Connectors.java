package waypost.mapping;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The directories of a node, each with its servers, their connections and the limits of what they are asked at a time, and what is known of passwords
 * that they check: for all of its mappings together, as the limits are the node's. Connects when something is asked. Safe for any number of threads.
 */
public final class Connectors implements AutoCloseable {
    private final Map<String, Connector> byName = new HashMap<>();
    private final Trials trials;

    /** @param metrics count what is asked of each directory, as {@code directory.NAME.searches} and {@code directory.NAME.binds} */
    public Connectors(
            List<DirectorySettings> directories, TlsTrust trust, Ticker ticker, MetricRegistry metrics, Trials trials) {
        this.trials = trials;
        var alarms = new Alarms(ticker);
        for (DirectorySettings directory : directories) {
            byName.put(directory.name(), new Connector(directory, trust, ticker, alarms, metrics));
        }
    }

    Connector named(String directory) {
        return Objects.requireNonNull(byName.get(directory));
    }

    public Trials trials() {
        return trials;
    }

    @Override
    public void close() {
        byName.values().forEach(Connector::close);
    }
}
