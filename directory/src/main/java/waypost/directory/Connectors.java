package waypost.directory;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The directories of a node, each with its servers, their connections and the limits of what they are asked at a time: for all of its mappings together,
 * as the limits are the node's. Connects when something is asked. Safe for any number of threads.
 */
public final class Connectors implements AutoCloseable {
    private final Map<String, Connector> byName = new HashMap<>();
    private Optional<StateCopy> states = Optional.empty();

    /** @param metrics count what is asked of each directory, as {@code directory.NAME.searches} and {@code directory.NAME.binds} */
    public Connectors(List<DirectorySettings> directories, TlsTrust trust, Ticker ticker, MetricRegistry metrics) {
        var alarms = new Alarms(ticker);
        for (DirectorySettings directory : directories) {
            byName.put(directory.name(), new Connector(directory, trust, ticker, alarms, metrics));
        }
    }

    /** What servers had shown when it was last saved in this file holds on, for a day in all. Once, before they are asked. */
    public void keepStates(Path file, InstantSource instants) {
        StateCopy copy = new StateCopy(file, byName.values(), instants);
        copy.restore();
        states = Optional.of(copy);
    }

    /** Writes what is kept to disk. */
    public void save() {
        states.ifPresent(StateCopy::save);
    }

    /** That of a directory by its name, which is one of those given. */
    public Connector named(String directory) {
        return Objects.requireNonNull(byName.get(directory));
    }

    @Override
    public void close() {
        byName.values().forEach(Connector::close);
    }
}
