package waypost.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;
import waypost.net.Dial;
import waypost.net.Net;
import waypost.net.Peer;
import waypost.protocol.link.LinkMessage;

/** Our connection to one other node, made again whenever it is lost. Safe for threads. */
final class LinkCaller {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");

    /** Waits before a lost connection is tried again: from the first, doubled each time, to the longest. */
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);

    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final LinkService service;
    private final Net net;
    private final NodeName node;
    private final Dial dial;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Optional<LinkConnection> standing = Optional.empty();

    LinkCaller(LinkService service, Net net, NodeName node, Dial dial) {
        this.service = service;
        this.net = net;
        this.node = node;
        this.dial = dial;
    }

    void connect() {
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
            failures.set(0);
            standing = Optional.of(connection);
            LOG.info("event=link-up node={}", node);
            return;
        }
        standing = Optional.empty();
        Duration wait = wait(failures.getAndIncrement());
        LOG.info("event=link-down node={} retry-in={} why=\"{}\"", node, wait, connection.why());
        if (!service.closed()) {
            CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, service.blocking())
                    .execute(this::connect);
        }
    }

    static Duration wait(int failures) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        return wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY;
    }

    boolean send(LinkMessage message) {
        Optional<LinkConnection> connection = standing;
        connection.ifPresent(open -> open.send(message));
        return connection.isPresent();
    }

    boolean connected() {
        return standing.isPresent();
    }
}
