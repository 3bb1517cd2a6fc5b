package waypost.app;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metered;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one of a node's metrics says now. */
sealed interface Reading {
    /** Words with dots between them: {@code net.imap.open}. */
    String name();

    /** How much there is now: it may become less. */
    record Level(String name, Number value) implements Reading {}

    /**
     * How often something has happened since the node was started.
     *
     * @param rate in a second, of about the last minute
     */
    record Events(String name, long count, double rate) implements Reading {}

    /** Those whose names begin so, by name. */
    static List<Reading> all(MetricRegistry registry, String prefix) {
        Map<String, Metric> metrics = new TreeMap<>(registry.getMetrics());
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().startsWith(prefix))
                .flatMap(metric -> of(metric.getKey(), metric.getValue()).stream())
                .toList();
    }

    private static Optional<Reading> of(String name, Metric metric) {
        return switch (metric) {
            case Metered metered -> Optional.of(new Events(name, metered.getCount(), metered.getOneMinuteRate()));
            case Counting counting -> Optional.of(new Level(name, counting.getCount()));
            case Gauge<?> gauge when gauge.getValue() instanceof Number value -> Optional.of(new Level(name, value));
            default -> Optional.empty();
        };
    }
}
