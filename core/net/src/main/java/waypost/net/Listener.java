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
     * Accepts no more, and has all connections end: at once where nothing is under way, else behind that. What is left when the drain time
     * is over is closed. Completes when no connection is left.
     */
    CompletionStage<Void> stop(Duration drain);
}
