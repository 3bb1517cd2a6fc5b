package waypost.app;

import java.io.IOException;
import java.net.InetSocketAddress;
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
    private final List<Open> open = new ArrayList<>();

    private record Open(String name, Listener listener) {}

    Listeners(Net net) {
        this.net = net;
    }

    void open(ListenerSpec spec, Function<Wire, WireHandler> handlers) throws Complaint {
        try {
            open.add(new Open(spec.name(), net.listen(spec, handlers)));
        } catch (IOException taken) {
            throw unopened(spec.bind().toString(), spec.name(), taken);
        }
    }

    /** @param name what it was to be for */
    static Complaint unopened(String bind, String name, IOException taken) {
        return Complaint.failed("Cannot listen on " + bind + " for " + name + reason(taken)
                + ". Is another program, or another Waypost, using that port?");
    }

    /** Where those of a name listen, with the ports that were chosen, in the order of the configuration. */
    List<InetSocketAddress> addresses(String name) {
        return open.stream()
                .filter(each -> each.name().equals(name))
                .map(each -> each.listener().address())
                .toList();
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
                .map(each -> each.listener().stop(drain).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stops).join();
    }
}
