package waypost.net;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.util.function.Function;

/** The event loops of a process or node, and what runs on them. Any thread. Closing it closes every listener and wire. */
public interface Net extends AutoCloseable {
    /** With one event loop for each processor, and connections from where the system chooses. */
    static Net open(MetricRegistry metrics) {
        return open(metrics, SourceAddresses.ANY);
    }

    /**
     * With one event loop for each processor.
     *
     * @param sources where connections come from
     */
    static Net open(MetricRegistry metrics, SourceAddresses sources) {
        return new EventLoops(Runtime.getRuntime().availableProcessors(), metrics, sources);
    }

    /**
     * Opens a listener.
     *
     * @param handlers makes the session of each accepted connection, on its event loop
     * @throws IOException if the address cannot be had
     */
    Listener listen(ListenerSpec spec, Function<Wire, WireHandler> handlers) throws IOException;

    /** Opens a connection, if there is a place for it. The handler is told when it stands, and is told {@code closed} in any case. */
    Wire connect(Dial dial, WireHandler handler);

    @Override
    void close();
}
