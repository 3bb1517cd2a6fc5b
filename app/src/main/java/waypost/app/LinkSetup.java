package waypost.app;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.cluster.LinkHandler;
import waypost.cluster.LinkService;
import waypost.cluster.OwnershipAsk;
import waypost.cluster.SecretsExchange;
import waypost.cluster.TrustedPeers;
import waypost.config.ClusterNodeSection;
import waypost.config.Configuration;
import waypost.config.ListenerSection;
import waypost.config.NodeSection.Role;
import waypost.identity.NodeName;
import waypost.mapping.CopyFellows;
import waypost.net.Dial;
import waypost.net.Encryption;
import waypost.net.Endpoint;
import waypost.protocol.link.LinkMessage;
import waypost.proxy.CopyExchange;
import waypost.proxy.FrontEndLink;
import waypost.proxy.OtherFrontEnds;

/** The link of a node, and where it finds the others that it has something to say to. */
final class LinkSetup implements FrontEndLink {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");

    private final Configuration configuration;
    private final NodeParts parts;
    private final Set<NodeName> stores;
    private final TrustedPeers peers;
    private final LinkService link;
    private final OwnershipAsk owners;
    private final CopyExchange copies;

    LinkSetup(Configuration configuration, NodeParts parts) {
        this.configuration = configuration;
        this.parts = parts;
        NodeName self = configuration.node().name();
        this.stores = new TreeSet<>();
        parts.nodes().stores().forEach(node -> stores.add(node.name()));
        if (configuration.node().is(Role.STORE)) {
            stores.add(self);
        }
        this.peers = new TrustedPeers(self, configuration.trustedPeers());
        this.link = new LinkService(self, stores, peers, parts.blocking());
        this.owners = new OwnershipAsk(link, new SecureRandom());
        this.copies = new CopyExchange(this, parts.mappings()::copy, parts.metrics());
    }

    /** Every node that keeps mailboxes. */
    Set<NodeName> stores() {
        return stores;
    }

    TrustedPeers peers() {
        return peers;
    }

    LinkService service() {
        return link;
    }

    @Override
    public NodeName self() {
        return configuration.node().name();
    }

    @Override
    public CompletionStage<Void> gathered() {
        return link.gathered();
    }

    @Override
    public Set<NodeName> reachable() {
        return link.frontEnds();
    }

    @Override
    public void tell(NodeName node, LinkMessage.OfFrontEnds message) {
        link.tell(node, message);
    }

    @Override
    public void tellAll(LinkMessage.OfFrontEnds message) {
        link.tellAll(message);
    }

    /** What front ends have copied, of which a store takes nothing. */
    CopyFellows fellows() {
        return configuration.node().is(Role.PROXY) ? copies : CopyFellows.NOBODY;
    }

    CopyExchange copies() {
        return copies;
    }

    /** Asks what the others have recorded. */
    OwnershipAsk owners() {
        return owners;
    }

    /** As one that has something to ask, and nothing to say. */
    void askStores() {
        joinStores((_, _, _) -> {});
    }

    void joinStores(LinkHandler<LinkMessage.OfStores> messages) {
        link.joinStores(
                owners.before(messages), parts.net(), dials(parts.nodes().stores()));
    }

    /** A front end asks the stores that know it by its certificate. */
    void joinSecrets(SecretsExchange exchange) {
        List<ClusterNodeSection> asked = configuration.node().is(Role.PROXY) ? asked() : List.of();
        link.joinSecrets(exchange, parts.net(), dials(asked));
    }

    private List<ClusterNodeSection> asked() {
        SecretsReach reach = new SecretsReach(configuration);
        List<ClusterNodeSection> asked =
                parts.nodes().stores().stream().filter(reach::leadsTo).toList();
        parts.nodes().names().stream()
                .flatMap(name -> parts.nodes().find(name).stream())
                .filter(node -> reach.concerns(node) && !asked.contains(node))
                .forEach(node -> LOG.warn(
                        "event=secrets-not-asked node={} why=\"it has no link to which this node can show a certificate\"",
                        node.name()));
        return asked;
    }

    /** Alone where the others are not to know of this one. */
    void joinFrontEnds(OtherFrontEnds others) {
        List<ClusterNodeSection> frontEnds = parts.nodes().frontEnds();
        boolean known = frontEnds.stream().anyMatch(this::own);
        link.joinFrontEnds(handler(others), parts.net(), dials(known ? frontEnds : List.of()));
    }

    private static LinkHandler<LinkMessage.OfFrontEnds> handler(OtherFrontEnds others) {
        return new LinkHandler<>() {
            @Override
            public void heard(NodeName from, LinkMessage.OfFrontEnds message, Consumer<LinkMessage.OfFrontEnds> reply) {
                others.heard(from, message, reply);
            }

            @Override
            public void reached(Consumer<LinkMessage.OfFrontEnds> node) {
                others.reached(node);
            }
        };
    }

    private boolean own(ClusterNodeSection node) {
        return node.name().equals(configuration.node().name());
    }

    private Map<NodeName, Dial> dials(List<ClusterNodeSection> nodes) {
        Map<NodeName, Dial> others = new HashMap<>();
        for (ClusterNodeSection node : nodes) {
            if (!own(node)) {
                node.link().ifPresent(address -> {
                    Dial dial = Dial.to(new Endpoint.Socket(address.host(), address.port()));
                    others.put(
                            node.name(),
                            dial.with(new Encryption.Implicit(parts.tls().towards(node))));
                });
            }
        }
        return others;
    }

    /** When all circles are joined. */
    void listen() throws Complaint {
        link.measure(parts.metrics());
        for (ListenerSection section : configuration.services().link().listeners()) {
            ListenerSetup setup = new ListenerSetup(section, HostName.of(configuration), parts.tls(), parts.tickets());
            parts.listeners().open(setup.spec("link"), _ -> link.accepted());
        }
    }
}
