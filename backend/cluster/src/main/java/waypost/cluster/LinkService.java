package waypost.cluster;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
    private final LinkTiming timing;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile Optional<LinkHandler> handler = Optional.empty();
    private volatile boolean closed;

    /**
     * @param stores every node that keeps mailboxes, this one included
     * @param blocking runs each task on a virtual thread
     */
    public LinkService(NodeName self, Collection<NodeName> stores, TrustedPeers peers, Executor blocking) {
        this(self, stores, peers, blocking, LinkTiming.USUAL);
    }

    LinkService(NodeName self, Collection<NodeName> stores, TrustedPeers peers, Executor blocking, LinkTiming timing) {
        this.self = self;
        this.list = NodeListDigest.of(stores);
        this.peers = peers;
        this.blocking = blocking;
        this.timing = timing;
    }

    /** Begins to listen to others, and to connect to them. */
    public void start(LinkHandler messages, Net net, Map<NodeName, Dial> others) {
        handler = Optional.of(messages);
        others.forEach((node, dial) -> {
            if (!node.equals(self)) {
                callers.put(node, new LinkCaller(this, net, node, dial));
            }
        });
        settled.completeOnTimeout(null, timing.grace().toMillis(), TimeUnit.MILLISECONDS);
        stood();
        callers.values().forEach(LinkCaller::connect);
    }

    /** Completes when the connections to all other nodes stand, or some seconds after the start. Any thread. */
    public CompletionStage<Void> settled() {
        return settled.minimalCompletionStage();
    }

    @Override
    public void settle() {
        settled.join();
    }

    /** A connection stands. */
    void stood() {
        if (missing().isEmpty()) {
            settled.complete(null);
        }
    }

    /** The nodes to which no connection stands now. */
    public SortedSet<NodeName> missing() {
        return callers.entrySet().stream()
                .filter(caller -> !caller.getValue().connected())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The session of a connection that another node opened to the link's listener. */
    public WireHandler accepted() {
        return track(new LinkConnection(this, this::proven, this::called));
    }

    /** Who calls is there: no need to wait with calling him. */
    private void called(LinkConnection connection) {
        connection.peer().map(callers::get).ifPresent(LinkCaller::called);
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

    LinkTiming timing() {
        return timing;
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
        settled.complete(null);
        connections.forEach(LinkConnection::close);
    }

    /** Checks who the peer says it is; the reason to hang up, if any. */
    @FunctionalInterface
    interface Check {
        Optional<String> refuse(Peer peer, NodeName says);
    }
}
