package waypost.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;
import waypost.net.Dial;
import waypost.net.Net;
import waypost.net.Peer;
import waypost.protocol.link.LinkMessage;

/** Our connection to one other node, made again whenever it is lost: after a wait, or as soon as that node calls us. Safe for threads. */
final class LinkCaller {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");

    private final LinkService service;
    private final Net net;
    private final NodeName node;
    private final Dial dial;
    private volatile Optional<LinkConnection> standing = Optional.empty();
    private CompletableFuture<Void> trying = new CompletableFuture<>();
    private int failures;
    private boolean begun;
    private boolean waiting;
    private boolean called;

    LinkCaller(LinkService service, Net net, NodeName node, Dial dial) {
        this.service = service;
        this.net = net;
        this.node = node;
        this.dial = dial;
    }

    /** Connects, unless it does so already. */
    void begin() {
        synchronized (this) {
            if (begun) {
                return;
            }
            begun = true;
        }
        connect();
    }

    private void connect() {
        if (!service.closed()) {
            net.connect(dial, service.track(new LinkConnection(service, this::expected, this::changed)));
        }
    }

    /** TLS has checked the name in the certificate: it must also be who answers. */
    private Optional<String> expected(Peer peer, NodeName says) {
        return says.equals(node) ? Optional.empty() : Optional.of("expected " + node + ", found " + says);
    }

    private void changed(LinkConnection connection) {
        if (connection.stands()) {
            standing = Optional.of(connection);
            up();
            LOG.info("event=link-up node={}", node);
            service.stood(node, connection);
            tried();
            return;
        }
        boolean stood = standing.isPresent();
        standing = Optional.empty();
        if (stood) {
            service.fell(node);
        }
        Duration wait = down();
        LOG.info("event=link-down node={} retry-in={} why=\"{}\"", node, wait, connection.why());
        tried();
        if (!service.closed()) {
            CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, service.blocking())
                    .execute(this::waited);
        }
    }

    private synchronized void up() {
        failures = 0;
        called = false;
    }

    /** How long to wait. */
    private synchronized Duration down() {
        waiting = true;
        Duration wait = called ? Duration.ZERO : service.timing().retry(failures);
        failures++;
        called = false;
        return wait;
    }

    /** The node calls us, so it is there: ends the wait, or the one that would follow the present try. */
    void called() {
        synchronized (this) {
            called = !waiting && standing.isEmpty();
        }
        waited();
    }

    /** Somebody has a question for the node, so nobody waits with calling it: completes when a connection stands, or none came of the present try. */
    CompletionStage<Void> wanted() {
        CompletableFuture<Void> tried;
        synchronized (this) {
            tried = trying;
        }
        if (connected()) {
            return CompletableFuture.completedStage(null);
        }
        waited();
        return tried.minimalCompletionStage();
    }

    private void tried() {
        CompletableFuture<Void> over;
        synchronized (this) {
            over = trying;
            trying = new CompletableFuture<>();
        }
        over.complete(null);
    }

    private void waited() {
        synchronized (this) {
            if (!waiting) {
                return;
            }
            waiting = false;
        }
        connect();
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
