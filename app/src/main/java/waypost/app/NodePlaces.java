package waypost.app;

import com.codahale.metrics.MetricRegistry;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import waypost.config.ClusterNodeSection;
import waypost.config.ClusterNodeSection.LogIn;
import waypost.identity.NodeName;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.net.Dial;
import waypost.net.Places;

/** How many connections a front end may have to each other node, for each service apart: what sessions take is not taken from mail. */
final class NodePlaces {
    /** Of whom nothing is counted. */
    static final NodePlaces UNCOUNTED = new NodePlaces(_ -> Map.of());

    private final Map<NodeName, Map<Service, Places>> places = new ConcurrentHashMap<>();
    private final Function<ClusterNodeSection, Map<Service, Places>> counted;

    private NodePlaces(Function<ClusterNodeSection, Map<Service, Places>> counted) {
        this.counted = counted;
    }

    static NodePlaces of(NodeName self, Nodes nodes, MetricRegistry metrics) {
        NodePlaces all = new NodePlaces(node -> node.name().equals(self) ? Map.of() : of(node, metrics));
        for (NodeName name : nodes.names()) {
            nodes.find(name).ifPresent(all::of);
        }
        return all;
    }

    /** Of a host that is not listed from when it is met. */
    private Map<Service, Places> of(ClusterNodeSection node) {
        return places.computeIfAbsent(node.name(), _ -> counted.apply(node));
    }

    private static Map<Service, Places> of(ClusterNodeSection node, MetricRegistry metrics) {
        Map<Service, Places> each = new EnumMap<>(Service.class);
        long most = node.maxConnections().value();
        for (Service service : connected(node)) {
            each.put(service, new Places(node.name(), service.word(), most, InstantSource.system(), metrics));
        }
        return each;
    }

    /** What a front end connects to it for: submission only where it asks the node whether a password is right, as its mail goes with all other mail. */
    private static Set<Service> connected(ClusterNodeSection node) {
        Set<Service> services = EnumSet.noneOf(Service.class);
        node.imap().ifPresent(_ -> services.add(Service.IMAP));
        node.pop3().ifPresent(_ -> services.add(Service.POP3));
        node.lmtp().or(node::smtp).ifPresent(_ -> services.add(Service.SMTP));
        if (node.takes(LogIn.PASSWORD)) {
            services.add(Service.SUBMISSION);
        }
        return services;
    }

    Dial counted(Dial dial, ClusterNodeSection node, Service service) {
        Places some = of(node).get(service);
        return some == null ? dial : dial.taking(some);
    }
}
