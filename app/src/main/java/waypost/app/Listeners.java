package waypost.app;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import waypost.net.Listener;
import waypost.net.ListenerSpec;
import waypost.net.Net;
import waypost.net.Wire;
import waypost.net.WireHandler;

/** The listeners of one node, opened one by one and stopped together. */
final class Listeners {
    private final Net net;
    private final List<Listener> open = new ArrayList<>();

    Listeners(Net net) {
        this.net = net;
    }

    void open(ListenerSpec spec, Function<Wire, WireHandler> handlers) throws Complaint {
        try {
            open.add(net.listen(spec, handlers));
        } catch (IOException taken) {
            throw Complaint.failed("Cannot listen on " + spec.bind() + " for " + spec.name() + reason(taken)
                    + ". Is another program, or another Waypost, using that port?");
        }
    }

    /** What the system says, without the call that failed: it is at the end, behind the last colon. */
    private static String reason(IOException failed) {
        String text = String.valueOf(failed.getMessage());
        String said = text.substring(text.lastIndexOf(':') + 1).strip();
        return said.isEmpty() ? "" : " (" + said + ")";
    }

    /** Accepts no more, gives what runs the drain time to end, then ends it. */
    void stop(Duration drain) {
        CompletableFuture<?>[] stops = open.stream()
                .map(listener -> listener.stop(drain).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stops).join();
    }
}
