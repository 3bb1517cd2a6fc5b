package waypost.net;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;

/** Counts of a process: {@code net.<listener>.…} and {@code net.out.…}. Any thread. */
final class NetMetrics {
    private final MetricRegistry registry;

    NetMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    Service service(String name) {
        return new Service(registry, "net." + name);
    }

    /** What is counted for the wires of one listener, or for those that this node opens. */
    static final class Service {
        private final MetricRegistry registry;
        private final String prefix;
        private final Counter open;
        private final Meter accepted;
        private final Meter handshakeFailed;
        private final Counter received;
        private final Counter sent;

        Service(MetricRegistry registry, String prefix) {
            this.registry = registry;
            this.prefix = prefix;
            open = registry.counter(prefix + ".open");
            accepted = registry.meter(prefix + ".accepted");
            handshakeFailed = registry.meter(prefix + ".tls-failed");
            received = registry.counter(prefix + ".bytes-received");
            sent = registry.counter(prefix + ".bytes-sent");
        }

        void opened() {
            open.inc();
            accepted.mark();
        }

        void closed() {
            open.dec();
        }

        void refused(String reason) {
            registry.meter(prefix + ".refused." + reason).mark();
        }

        void login(String outcome) {
            registry.meter(prefix + ".login." + outcome).mark();
        }

        void handshakeFailed() {
            handshakeFailed.mark();
        }

        void received(long bytes) {
            received.inc(bytes);
        }

        void sent(long bytes) {
            sent.inc(bytes);
        }
    }
}
