package waypost.app;

import java.util.ArrayList;
import java.util.List;
import waypost.config.ClusterNodeSection;
import waypost.config.Configuration;
import waypost.config.VolumeName;
import waypost.config.VolumeSection;
import waypost.identity.NodeName;
import waypost.mapping.Nodes;

/** The nodes of the cluster as one of them knows them: the configured list, and this node, which may be the only one. */
final class ClusterNodes {
    private ClusterNodes() {}

    static Nodes of(Configuration configuration) {
        NodeName self = configuration.node().name();
        List<VolumeName> volumes =
                configuration.volumes().stream().map(VolumeSection::name).toList();
        List<ClusterNodeSection> nodes = new ArrayList<>();
        boolean listed = false;
        for (ClusterNodeSection node : configuration.nodes()) {
            boolean own = node.name().equals(self);
            listed |= own;
            nodes.add(own ? with(node, volumes) : node);
        }
        if (!listed) {
            nodes.add(ClusterNodeSection.named(self, volumes));
        }
        return new Nodes(nodes);
    }

    private static ClusterNodeSection with(ClusterNodeSection node, List<VolumeName> volumes) {
        return new ClusterNodeSection(
                node.name(),
                node.roles(),
                node.imap(),
                node.pop3(),
                node.lmtp(),
                node.smtp(),
                node.link(),
                node.login(),
                node.secret(),
                node.tls(),
                node.certificateName(),
                node.trust(),
                node.maxConnections(),
                node.proxyProtocol(),
                node.hosts(),
                volumes);
    }
}
