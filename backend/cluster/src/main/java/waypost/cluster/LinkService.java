package waypost.cluster;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;
import waypost.net.Dial;
import waypost.net.Net;
import waypost.net.Peer;
import waypost.net.WireHandler;
import waypost.protocol.link.LinkCodec;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.NodeListDigest;

/**
 * The link of this node: keeps one connection to each other store node, for its questions, and takes theirs. Best effort: what cannot be
 * sent now is not sent. Safe for threads; never blocks.
 */
public final class LinkService implements LinkMessages, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");

    /** Messages that are worked on at a time; more are dropped. */
    private static final int AT_A_TIME = 1000;

    private final NodeName self;
    private final NodeListDigest list;
    private final TrustedPeers peers;
    private final Map<NodeName, LinkCaller> callers = new ConcurrentHashMap<>();
    private final Set<LinkConnection> connections = ConcurrentHashMap.newKeySet();
    private final Semaphore room = new Semaphore(AT_A_TIME);
    private final Executor blocking;
    private volatile Optional<LinkHandler> handler = Optional.empty();
    private volatile boolean closed;

    /**
     * @param stores every node that keeps mailboxes, this one included
     * @param blocking runs each task on a virtual thread
     */
    public LinkService(NodeName self, Collection<NodeName> stores, TrustedPeers peers, Executor blocking) {
        this.self = self;
        this.list = NodeListDigest.of(stores);
        this.peers = peers;
        this.blocking = blocking;
    }

    /** Begins to listen to others, and to connect to them. */
    public void start(LinkHandler messages, Net net, Map<NodeName, Dial> others) {
        handler = Optional.of(messages);
        others.forEach((node, dial) -> {
            if (!node.equals(self)) {
                LinkCaller caller = new LinkCaller(this, net, node, dial);
                callers.put(node, caller);
                caller.connect();
            }
        });
    }

    /** The session of a connection that another node opened to the link's listener. */
    public WireHandler accepted() {
        return track(new LinkConnection(this, this::proven, _ -> {}));
    }

    private Optional<String> proven(Peer peer, NodeName says) {
        return peer.internal() && peers.certified(peer).filter(says::equals).isPresent()
                ? Optional.empty()
                : Optional.of("says that it is " + says + ", but does not prove it");
    }

    @Override
    public boolean send(NodeName node, LinkMessage message) {
        return Optional.ofNullable(callers.get(node))
                .map(caller -> caller.send(message))
                .orElse(false);
    }

    /** Whether the connection that this node opened to the other stands. */
    boolean connected(NodeName node) {
        return Optional.ofNullable(callers.get(node)).map(LinkCaller::connected).orElse(false);
    }

    LinkConnection track(LinkConnection connection) {
        connections.add(connection);
        return connection;
    }

    void forget(LinkConnection connection) {
        connections.remove(connection);
    }

    LinkMessage.Hello hello() {
        return new LinkMessage.Hello(LinkCodec.VERSION, self, list);
    }

    Executor blocking() {
        return blocking;
    }

    boolean closed() {
        return closed;
    }

    void heard(NodeName from, LinkMessage message, Consumer<LinkMessage> reply) {
        if (handler.isEmpty() || !room.tryAcquire()) {
            LOG.warn("event=link-overloaded from={}", from);
            return;
        }
        LinkHandler answering = handler.get();
        blocking.execute(() -> {
            try {
                answering.heard(from, message, reply);
            } finally {
                room.release();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        connections.forEach(LinkConnection::close);
    }

    /** Checks who the peer says it is; the reason to hang up, if any. */
    @FunctionalInterface
    interface Check {
        Optional<String> refuse(Peer peer, NodeName says);
    }
}
