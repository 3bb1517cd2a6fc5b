package waypost.app;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.cluster.LinkService;
import waypost.cluster.SecretsExchange;
import waypost.config.Configuration;
import waypost.config.EmbeddedDirectorySection;
import waypost.config.NodeSection.Role;
import waypost.directory.EmbeddedDirectory;
import waypost.identity.NodeName;
import waypost.mapping.Nodes;
import waypost.mapping.Repeating;
import waypost.net.Net;
import waypost.net.SourceAddresses;

/**
 * A running node: made of a configuration from the ground up, closed the other way round. Holds no global state, so one process may run
 * several. Any thread.
 */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.node");

    /** How long commands in flight may take when the node stops. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** How often the files of certificates are looked at. */
    private static final Duration CERTIFICATES = Duration.ofSeconds(10);

    /** What a kill costs of what is copied to disk: what was found, and who is at home where. */
    private static final Duration COPIES = Duration.ofMinutes(1);

    private final Configuration configuration;
    private final Closing closing = new Closing();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Optional<LinkService> link = Optional.empty();
    private Optional<Listeners> opened = Optional.empty();

    private Node(Configuration configuration) {
        this.configuration = configuration;
    }

    static Node start(Configuration configuration) throws Complaint {
        Node node = new Node(configuration);
        try {
            node.build();
            return node;
        } catch (Complaint | RuntimeException ended) {
            node.close();
            throw ended;
        } catch (IOException failed) {
            node.close();
            throw Complaint.failed("Node " + configuration.node().name() + " cannot start: " + Reason.of(failed));
        }
    }

    private void build() throws Complaint, IOException {
        MetricRegistry metrics = new MetricRegistry();
        Net net = openNet(metrics);
        ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
        closing.with(blocking::shutdownNow);
        NodeTls tls = NodeTls.of(configuration);
        DirectoryTrust trust = DirectoryTrust.of(configuration);
        Mappings mappings = openMappings(trust, metrics);
        Listeners listeners = new Listeners(net);
        NodeParts parts = new NodeParts(
                net,
                metrics,
                tls,
                KerberosSetup.open(configuration),
                mappings,
                ClusterNodes.of(configuration),
                blocking,
                listeners,
                closing);
        LinkSetup linked = linked(parts);
        Optional<StoreRole> store = configuration.node().is(Role.STORE)
                ? Optional.of(new StoreRole(configuration, parts, linked))
                : Optional.empty();
        SecretsExchange secrets = new SecretsExchange(
                configuration.node().name(), linked.service(), store.map(StoreRole::secrets), blocking);
        closing.with(() -> listeners.stop(DRAIN));
        if (store.isPresent()) {
            store.get().listen(secrets);
        }
        Operations operations = operations(store, mappings).and(Metrics.NAME, new Metrics(metrics));
        if (configuration.node().is(Role.PROXY)) {
            operations = frontEnd(parts, store, linked, secrets).operations(operations);
        }
        linked.joinSecrets(secrets);
        listenForAdministrator(operations.and(RouteExplain.NAME, explain(mappings, store, linked)));
        linked.listen();
        link = Optional.of(linked.service());
        opened = Optional.of(listeners);
        keepUp(tls, trust, mappings);
    }

    private Net openNet(MetricRegistry metrics) {
        return closing.with(
                Net.open(metrics, new SourceAddresses(configuration.node().sourceAddresses())));
    }

    private LinkSetup linked(NodeParts parts) {
        LinkSetup linked = new LinkSetup(configuration, parts);
        parts.mappings().join(linked.fellows());
        return linked;
    }

    /** What others change is taken, and what is found is kept, while the node runs. */
    private void keepUp(NodeTls tls, DirectoryTrust trust, Mappings mappings) {
        closing.with(new Repeating("certificates", CERTIFICATES, tls::refresh));
        closing.with(new Repeating("certificates-of-directories", CERTIFICATES, trust::refresh));
        closing.with(new Repeating("copies-of-maps", COPIES, mappings::save));
    }

    private Mappings openMappings(DirectoryTrust trust, MetricRegistry metrics) throws Complaint, IOException {
        Optional<EmbeddedDirectory> here = openDirectory();
        return closing.with(new Mappings(configuration, trust, here, metrics));
    }

    private static Operations operations(Optional<StoreRole> store, Mappings mappings) {
        return store.map(StoreRole::operations).orElseGet(Operations::none).and(Health.NAME, new Health(mappings));
    }

    private FrontEnd frontEnd(NodeParts parts, Optional<StoreRole> store, LinkSetup linked, SecretsExchange secrets)
            throws Complaint {
        FrontEnd front = new FrontEnd(configuration, parts, store.map(StoreRole::localSessions), linked, secrets);
        front.listen();
        closing.with(new Repeating("copies-of-front-end", COPIES, front::save));
        return front;
    }

    private RouteExplain explain(Mappings mappings, Optional<StoreRole> store, LinkSetup linked) {
        Nodes nodes = ClusterNodes.of(configuration);
        return new RouteExplain(
                configuration, mappings, new Owners(store.map(StoreRole::stores), nodes, linked.owners()::ask));
    }

    /** Where its administrator asks it for things. A node serves its users all the same if it cannot be asked. */
    private void listenForAdministrator(Operations operations) {
        AdminPath path = AdminPath.of(configuration);
        try {
            closing.with(AdminSocket.open(path, configuration.node().name().value(), operations));
        } catch (IOException failed) {
            LOG.warn(
                    "event=no-admin-socket node={} socket={} why=\"{}\"",
                    configuration.node().name(),
                    path.socket(),
                    Reason.of(failed));
        }
    }

    /** Returns when the links to the other stores stand, or do not come to stand soon: a node starts without the others, too. */
    void settle() {
        link.ifPresent(LinkService::settle);
        LOG.info(
                "event=started node={} roles={} without={}",
                configuration.node().name(),
                configuration.node().roles(),
                link.map(LinkService::missing).orElseGet(TreeSet::new));
    }

    private Optional<EmbeddedDirectory> openDirectory() throws IOException, Complaint {
        if (configuration.embeddedDirectory().isEmpty()) {
            return Optional.empty();
        }
        EmbeddedDirectorySection section = configuration.embeddedDirectory().get();
        try {
            return Optional.of(closing.with(EmbeddedDirectory.open(
                    MappingSetup.embedded(
                            configuration, section, section.listen().socketAddress()),
                    new SecureRandom())));
        } catch (BindException taken) {
            throw Listeners.unopened(section.listen().toString(), "ldap", taken);
        }
    }

    NodeName name() {
        return configuration.node().name();
    }

    /** The other front ends that can be told something now. */
    Set<NodeName> frontEnds() {
        return link.map(LinkService::frontEnds).orElseGet(Set::of);
    }

    /** Where the listeners of a name accept connections: {@code imap}, {@code imap-internal}, {@code lmtp}. */
    List<InetSocketAddress> addresses(String listener) {
        return opened.map(listeners -> listeners.addresses(listener)).orElseGet(List::of);
    }

    /** Says when it has started; returns when the process was told to stop, after the node has stopped. */
    void runUntilStopped() throws InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(this::close, "stop " + configuration.node().name()));
        settle();
        stopped.await();
    }

    @Override
    public void close() {
        closing.close();
        stopped.countDown();
    }
}
