package waypost.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** An address at which connections are accepted. Any thread. */
public interface Listener {
    /** Where it listens, with the port that was chosen; an unresolved address for an in-process listener. */
    InetSocketAddress address();

    /** Connections that stand. */
    int connections();

    /**
     * Accepts no more. Connections that stand may go on for the drain time; then their handlers hear {@link WireHandler#shutdown}, served
     * sessions and relays are closed. Completes when no connection is left.
     */
    CompletionStage<Void> stop(Duration drain);
}
