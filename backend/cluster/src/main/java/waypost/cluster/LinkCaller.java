package waypost.cluster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import waypost.identity.NodeName;
import waypost.net.Dial;
import waypost.net.Net;
import waypost.net.Peer;
import waypost.protocol.link.LinkMessage;

/** Our connection to one other node, made again whenever it is lost, when {@link LinkTries} says. Safe for threads. */
final class LinkCaller {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");

    private final LinkService service;
    private final Net net;
    private final NodeName node;
    private final Dial dial;
    private final LinkTries tries;
    private volatile Optional<LinkConnection> standing = Optional.empty();

    LinkCaller(LinkService service, Net net, NodeName node, Dial dial) {
        this.service = service;
        this.net = net;
        this.node = node;
        this.dial = dial;
        this.tries = new LinkTries(service.timing());
    }

    /** Connects, unless it does so already. */
    void begin() {
        make(tries.begin());
    }

    private void make(LinkTries.Move move) {
        if (service.closed()) {
            return;
        }
        switch (move) {
            case LinkTries.Move.Nothing() -> {}
            case LinkTries.Move.Call() ->
                net.connect(dial, service.track(new LinkConnection(service, this::expected, this::changed)));
            case LinkTries.Move.Later(var in, var turn) ->
                CompletableFuture.delayedExecutor(in.toNanos(), TimeUnit.NANOSECONDS, service.blocking())
                        .execute(() -> make(tries.due(turn)));
        }
    }

    /** TLS has checked the name in the certificate: it must also be who answers. */
    private Optional<String> expected(Peer peer, NodeName says) {
        return says.equals(node) ? Optional.empty() : Optional.of("expected " + node + ", found " + says);
    }

    private void changed(LinkConnection connection) {
        if (connection.stands()) {
            standing = Optional.of(connection);
            CompletableFuture<Void> over = tries.up();
            LOG.info("event=link-up node={}", node);
            service.stood(node, connection);
            over.complete(null);
            return;
        }
        boolean stood = standing.isPresent();
        standing = Optional.empty();
        if (stood) {
            service.fell(node);
        }
        LinkTries.Down down = tries.down(connection.why(), System.nanoTime());
        LOG.atLevel(down.told() ? Level.INFO : Level.DEBUG)
                .log(
                        "event=link-down node={} retry-in={} why=\"{}\"",
                        node,
                        down.move().in(),
                        connection.why());
        down.over().complete(null);
        make(down.move());
    }

    /** The node calls us, so it is there: ends the wait, or the one that would follow the present try. */
    void called() {
        make(tries.called());
    }

    /** Somebody has a question for the node, so nobody waits with calling it: completes when a connection stands, or none came of the try that all share. */
    CompletionStage<Void> wanted() {
        LinkTries.Wanted wanted = tries.wanted(System.nanoTime());
        make(wanted.move());
        return wanted.tried();
    }

    boolean send(LinkMessage message) {
        Optional<LinkConnection> connection = standing;
        connection.ifPresent(open -> open.send(message));
        return connection.isPresent();
    }

    /** The same, unless too much waits to leave already. */
    void offer(LinkMessage message) {
        standing.ifPresent(open -> open.offer(message));
    }

    /** Whether the node is known not to have the messages of a version. */
    boolean isBefore(int version) {
        return standing.filter(connection -> connection.version() < version).isPresent();
    }

    boolean connected() {
        return standing.isPresent();
    }
}
