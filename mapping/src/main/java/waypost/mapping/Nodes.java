package waypost.mapping;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waypost.config.ClusterNodeSection;
import waypost.config.NodeSection;
import waypost.identity.NodeName;

/** The configured nodes of the cluster. Routes, referrals and peers are names that are resolved here and nowhere else. Immutable. */
public final class Nodes {
    private final TreeMap<NodeName, ClusterNodeSection> byName = new TreeMap<>();
    private final Map<String, NodeName> byText = new HashMap<>();
    private final Map<String, NodeName> byVolume = new HashMap<>();
    private final List<ClusterNodeSection> hosts;

    public Nodes(List<ClusterNodeSection> nodes) {
        hosts = nodes.stream().filter(ClusterNodeSection::manyHosts).toList();
        for (ClusterNodeSection node : nodes) {
            if (node.manyHosts()) {
                continue;
            }
            byName.put(node.name(), node);
            byText.put(node.name().value(), node.name());
            node.volumes().forEach(volume -> byVolume.put(volume.value(), node.name()));
        }
    }

    /** A listed node, or a host that is like one of those that stand for many. */
    public Optional<ClusterNodeSection> find(NodeName name) {
        ClusterNodeSection listed = byName.get(name);
        return listed != null
                ? Optional.of(listed)
                : hosts.stream()
                        .filter(many -> many.isLike(name))
                        .map(many -> many.at(name))
                        .findFirst();
    }

    /** The node that a route names, directly or by one of its volumes, or the host. Directories differ in case; node names do not. */
    public Optional<NodeName> resolve(Route route) {
        String target = route.target().toLowerCase(Locale.ROOT);
        NodeName named = byText.get(target);
        return Optional.ofNullable(named == null ? byVolume.get(route.target()) : named)
                .or(() -> host(target));
    }

    private Optional<NodeName> host(String target) {
        return Optional.of(target).filter(NodeName::valid).map(NodeName::new).filter(this::isHost);
    }

    private boolean isHost(NodeName name) {
        return hosts.stream().anyMatch(many -> many.isLike(name));
    }

    /** Of those that are listed. */
    public Collection<NodeName> names() {
        return byName.keySet();
    }

    /** Whether it is another product's. */
    public boolean isForeign(NodeName name) {
        ClusterNodeSection listed = byName.get(name);
        return listed == null ? isHost(name) : listed.foreign();
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
