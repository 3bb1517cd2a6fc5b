package waypost.cluster;

import com.codahale.metrics.MetricRegistry;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waypost.identity.NodeName;
import waypost.net.Dial;
import waypost.net.Net;
import waypost.net.Peer;
import waypost.net.WireHandler;
import waypost.protocol.link.LinkCodec;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.NodeListDigest;

/**
 * The link of this node: keeps one connection to each other node for which it has something to say, and takes theirs. Stores
 * ask stores, front ends tell front ends, and ask stores. Best effort: what cannot be sent now is not sent. Safe for threads; never blocks.
 */
public final class LinkService implements LinkMessages, AutoCloseable {
    private final NodeName self;
    private final NodeListDigest list;
    private final TrustedPeers peers;
    private final Map<NodeName, LinkCaller> callers = new ConcurrentHashMap<>();
    private final Set<LinkConnection> connections = ConcurrentHashMap.newKeySet();
    private final Executor blocking;
    private final LinkTiming timing;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final CompletableFuture<Void> met = new CompletableFuture<>();
    private final CompletableFuture<Void> gathered = new CompletableFuture<>();
    private volatile Optional<LinkCircle<LinkMessage.OfStores>> stores = Optional.empty();
    private volatile Optional<LinkCircle<LinkMessage.OfFrontEnds>> frontEnds = Optional.empty();
    private volatile Optional<LinkCircle<LinkMessage.OfSecrets>> secrets = Optional.empty();
    private volatile boolean closed;

    /**
     * @param stores every node that keeps mailboxes; whoever else has a link changes nothing of what they agree on
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
        if (!stores.contains(self)) {
            settled.complete(null); // it asks nobody
        }
    }

    /** Begins to listen to other stores, and to connect to them. */
    public void joinStores(LinkHandler<LinkMessage.OfStores> messages, Net net, Map<NodeName, Dial> others) {
        stores = Optional.of(new LinkCircle<>(others.keySet(), messages, blocking));
        settled.completeOnTimeout(null, timing.grace().toMillis(), TimeUnit.MILLISECONDS);
        call(net, others);
        settleIfComplete();
    }

    /** Begins to listen to other front ends, and to connect to them. */
    public void joinFrontEnds(LinkHandler<LinkMessage.OfFrontEnds> messages, Net net, Map<NodeName, Dial> others) {
        frontEnds = Optional.of(new LinkCircle<>(others.keySet(), messages, blocking));
        gathered.completeOnTimeout(null, timing.grace().toMillis(), TimeUnit.MILLISECONDS);
        call(net, others);
        settleIfComplete();
    }

    /**
     * Begins to listen to questions about secrets, and to answers.
     *
     * @param others stores that this node asks; any front end may ask it
     */
    public void joinSecrets(LinkHandler<LinkMessage.OfSecrets> messages, Net net, Map<NodeName, Dial> others) {
        secrets = Optional.of(new LinkCircle<>(others.keySet(), messages, blocking));
        met.completeOnTimeout(null, timing.grace().toMillis(), TimeUnit.MILLISECONDS);
        call(net, others);
        settleIfComplete();
    }

    private void call(Net net, Map<NodeName, Dial> others) {
        others.forEach((node, dial) -> callers.computeIfAbsent(node, _ -> new LinkCaller(this, net, node, dial)));
        others.keySet().forEach(node -> caller(node).ifPresent(LinkCaller::begin));
    }

    private Optional<LinkCaller> caller(NodeName node) {
        return Optional.ofNullable(callers.get(node));
    }

    /** Completes when the connections to all other stores stand, or some seconds after the start. Any thread. */
    public CompletionStage<Void> settled() {
        return settled.minimalCompletionStage();
    }

    /** The same of the stores that this node asks about secrets. */
    CompletionStage<Void> met() {
        return met.minimalCompletionStage();
    }

    /** The same of the other front ends. */
    public CompletionStage<Void> gathered() {
        return gathered.minimalCompletionStage();
    }

    @Override
    public void settle() {
        settled.join();
        if (secrets.isPresent()) {
            met.join();
        }
    }

    /** A connection to a node stands. */
    void stood(NodeName node, LinkConnection connection) {
        settleIfComplete();
        frontEnds.filter(circle -> circle.has(node)).ifPresent(circle -> circle.reached(node, connection::offer));
    }

    /** A connection to a node stands no more. */
    void fell(NodeName node) {
        secrets.filter(circle -> circle.has(node)).ifPresent(circle -> circle.parted(node));
    }

    private void settleIfComplete() {
        if (stores.filter(this::stands).isPresent()) {
            settled.complete(null);
        }
        if (secrets.filter(this::stands).isPresent()) {
            met.complete(null);
        }
        if (frontEnds.filter(this::stands).isPresent()) {
            gathered.complete(null);
        }
    }

    private boolean stands(LinkCircle<?> circle) {
        return missing(circle).findAny().isEmpty();
    }

    /** The stores to which no connection stands now. */
    public SortedSet<NodeName> missing() {
        return Stream.concat(stores.stream(), secrets.stream())
                .flatMap(this::missing)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<NodeName> missing(LinkCircle<?> circle) {
        return circle.others().stream()
                .filter(node -> caller(node).filter(LinkCaller::connected).isEmpty());
    }

    /** The session of a connection that another node opened to the link's listener. */
    public WireHandler accepted() {
        return track(new LinkConnection(this, this::proven, this::called));
    }

    /** Who calls is there: no need to wait with calling him. */
    private void called(LinkConnection connection) {
        connection.peer().flatMap(this::caller).ifPresent(LinkCaller::called);
    }

    private Optional<String> proven(Peer peer, NodeName says) {
        return peer.internal() && peers.certified(peer).filter(says::equals).isPresent()
                ? Optional.empty()
                : Optional.of("says that it is " + says + ", but does not prove it");
    }

    @Override
    public boolean send(NodeName node, LinkMessage.OfStores message) {
        return caller(node).map(caller -> caller.send(message)).orElse(false);
    }

    /** Whether this node asks that one about secrets; one of an earlier release has none. */
    boolean asks(NodeName node) {
        return secrets.filter(circle -> circle.has(node)).isPresent()
                && caller(node)
                        .filter(caller -> caller.isBefore(LinkCodec.SECRETS))
                        .isEmpty();
    }

    /** Completes when there is a connection to a store, or none is to be had now. Any thread. */
    CompletionStage<Void> reach(NodeName node) {
        return caller(node)
                .map(LinkCaller::wanted)
                .map(tried -> tried.toCompletableFuture()
                        .copy()
                        .completeOnTimeout(null, timing.grace().toMillis(), TimeUnit.MILLISECONDS))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** Asks a store. False when there is no connection to it now; true promises nothing. */
    boolean ask(NodeName node, LinkMessage.SecretsQuestion question) {
        return asks(node) && caller(node).map(caller -> caller.send(question)).orElse(false);
    }

    /** Tells everybody who has called this node. */
    void tell(LinkMessage.SecretsChanged change) {
        connections.stream().filter(LinkConnection::stands).forEach(connection -> connection.send(change));
    }

    /** Tells all other front ends: it is lost for those that cannot take it now. */
    public void tellAll(LinkMessage.OfFrontEnds message) {
        frontEnds.ifPresent(circle -> circle.others().forEach(node -> tell(node, message)));
    }

    /** Tells one of them. */
    public void tell(NodeName node, LinkMessage.OfFrontEnds message) {
        caller(node).ifPresent(caller -> caller.offer(message));
    }

    /** The other front ends to which a connection stands now. */
    public Set<NodeName> frontEnds() {
        return frontEnds.stream()
                .flatMap(circle -> circle.others().stream())
                .filter(node -> caller(node).filter(LinkCaller::connected).isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Shows of each node that is called whether a connection to it stands, as {@code link.NODE.connected}: to be asked for when all are known. */
    public void measure(MetricRegistry metrics) {
        callers.forEach(
                (node, caller) -> metrics.gauge("link." + node + ".connected", () -> () -> caller.connected() ? 1 : 0));
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

    void heard(NodeName from, LinkMessage message, LinkConnection connection) {
        switch (message) {
            case LinkMessage.OfStores asked -> stores.ifPresent(circle -> circle.heard(from, asked, connection::send));
            case LinkMessage.OfFrontEnds told ->
                frontEnds
                        .filter(circle -> circle.has(from))
                        .ifPresent(circle -> circle.heard(from, told, connection::offer));
            case LinkMessage.OfSecrets asked ->
                secrets.ifPresent(circle -> circle.heard(from, asked, connection::send));
            case LinkMessage.Hello _ -> {} // said again, which shows that the other is there
        }
    }

    @Override
    public void close() {
        closed = true;
        settled.complete(null);
        met.complete(null);
        gathered.complete(null);
        connections.forEach(LinkConnection::close);
    }

    /** Checks who the peer says it is; the reason to hang up, if any. */
    @FunctionalInterface
    interface Check {
        Optional<String> refuse(Peer peer, NodeName says);
    }
}
