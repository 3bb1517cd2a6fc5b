package waypost.mapping;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import waypost.config.ClusterNodeSection;
import waypost.config.NodeSection;
import waypost.identity.NodeName;

/** The configured nodes of the cluster. Routes, referrals and peers are names that are resolved here and nowhere else. Immutable. */
public final class Nodes {
    private final TreeMap<NodeName, ClusterNodeSection> byName = new TreeMap<>();
    private final Map<String, NodeName> byText = new HashMap<>();
    private final Map<String, NodeName> byVolume = new HashMap<>();
    private final Set<NodeName> foreign;

    public Nodes(List<ClusterNodeSection> nodes) {
        for (ClusterNodeSection node : nodes) {
            byName.put(node.name(), node);
            byText.put(node.name().value(), node.name());
            node.volumes().forEach(volume -> byVolume.put(volume.value(), node.name()));
        }
        foreign = nodes.stream()
                .filter(ClusterNodeSection::foreign)
                .map(ClusterNodeSection::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    public Optional<ClusterNodeSection> find(NodeName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The node that a route names, directly or by one of its volumes. Directories differ in case; node names do not. */
    public Optional<NodeName> resolve(Route route) {
        NodeName named = byText.get(route.target().toLowerCase(Locale.ROOT));
        return Optional.ofNullable(named == null ? byVolume.get(route.target()) : named);
    }

    public Collection<NodeName> names() {
        return byName.keySet();
    }

    /** Other products' nodes. */
    public Set<NodeName> foreign() {
        return foreign;
    }

    /** Everybody who keeps mailboxes, and can be asked what he has. */
    public List<ClusterNodeSection> stores() {
        return linked(NodeSection.Role.STORE);
    }

    /** Front ends that can be told something. */
    public List<ClusterNodeSection> frontEnds() {
        return linked(NodeSection.Role.PROXY);
    }

    private List<ClusterNodeSection> linked(NodeSection.Role role) {
        return byName.values().stream()
                .filter(node -> node.link().isPresent() && node.is(role))
                .toList();
    }
}
