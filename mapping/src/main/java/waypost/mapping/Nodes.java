package waypost.mapping;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waypost.config.ClusterNodeSection;
import waypost.identity.NodeName;

/** The configured nodes of the cluster. Routes, referrals and peers are names that are resolved here and nowhere else. Immutable. */
public final class Nodes {
    private final TreeMap<NodeName, ClusterNodeSection> byName = new TreeMap<>();
    private final Map<String, NodeName> byVolume = new TreeMap<>();

    public Nodes(List<ClusterNodeSection> nodes) {
        for (ClusterNodeSection node : nodes) {
            byName.put(node.name(), node);
            node.volumes().forEach(volume -> byVolume.put(volume, node.name()));
        }
    }

    public Optional<ClusterNodeSection> find(NodeName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The node that a route names, directly or by one of its volumes. Directories differ in case; node names do not. */
    public Optional<NodeName> resolve(Route route) {
        String target = route.target().toLowerCase(java.util.Locale.ROOT);
        if (NodeName.valid(target) && byName.containsKey(new NodeName(target))) {
            return Optional.of(new NodeName(target));
        }
        return Optional.ofNullable(byVolume.get(route.target()));
    }

    public Collection<NodeName> names() {
        return byName.keySet();
    }

    /** Everybody who keeps mailboxes, that is, everybody with a link. */
    public List<ClusterNodeSection> stores() {
        return byName.values().stream().filter(node -> node.link().isPresent()).toList();
    }
}
