package waypost.net;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;

/** The connections that a node may have from here at a time for one service. Nobody waits for a place: who finds none is told. Any thread. */
public final class Places {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.net");

    /** The log has one line in so long, however many find no place. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final NodeName node;
    private final String service;
    private final long most;
    private final InstantSource clock;
    private final Meter refused;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicReference<Instant> told = new AtomicReference<>(Instant.MIN);

    /**
     * @param most 1 or more; {@link Long#MAX_VALUE} for any number
     * @param metrics of which there are {@code nodes.<service>.<node>.…}
     */
    public Places(NodeName node, String service, long most, InstantSource clock, MetricRegistry metrics) {
        this.node = node;
        this.service = service;
        this.most = most;
        this.clock = clock;
        String prefix = "nodes." + service + "." + node;
        this.refused = metrics.meter(prefix + ".refused");
        metrics.gauge(prefix + ".connections", () -> taken::get);
    }

    /** Whether there was a place, which is then taken until {@link #leave}. */
    boolean take() {
        long now = taken.get();
        while (now < most) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        refused.mark();
        tell(clock.instant());
        return false;
    }

    void leave() {
        taken.decrementAndGet();
    }

    private void tell(Instant now) {
        Instant last = told.get();
        if (last.isBefore(now.minus(QUIET)) && told.compareAndSet(last, now)) {
            LOG.warn("event=node-full node={} service={} most={} refused={}", node, service, most, refused.getCount());
        }
    }

    /** For the log, of whoever finds no place. */
    String full() {
        return node + " has as many connections for " + service + " from here as it may (" + most + ")";
    }
}
