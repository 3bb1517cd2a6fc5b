package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import waypost.config.ClusterNodeSection;
import waypost.config.Configuration;
import waypost.config.TlsSection;
import waypost.net.ClientTls;
import waypost.net.Identity;
import waypost.net.LocalAuthority;
import waypost.net.ServerTls;

/**
 * The certificates of one node. What the configuration does not name comes from the node's own authority below its data folder, which is
 * made at the first start.
 */
final class NodeTls {
    private final ServerTls open;
    private final ServerTls internal;
    private final ClientTls towardsNodes;

    private NodeTls(ServerTls open, ServerTls internal, ClientTls towardsNodes) {
        this.open = open;
        this.internal = internal;
        this.towardsNodes = towardsNodes;
    }

    static NodeTls of(Configuration configuration) throws IOException {
        TlsSection section = configuration.tls();
        Path folder = configuration.node().data().resolve("tls");
        boolean complete = !section.certificates().isEmpty()
                && section.node().isPresent()
                && section.trust().isPresent();
        return complete
                ? named(section)
                : withAuthority(configuration, LocalAuthority.open(folder, InstantSource.system()));
    }

    private static NodeTls named(TlsSection section) throws IOException {
        return of(
                identity(section.certificates().getFirst()),
                identity(section.node().orElseThrow()),
                section.trust().orElseThrow());
    }

    private static NodeTls withAuthority(Configuration configuration, LocalAuthority authority) throws IOException {
        TlsSection section = configuration.tls();
        Identity own = authority.node(configuration.node().name());
        return of(
                section.certificates().isEmpty()
                        ? publicIdentity(configuration, authority)
                        : identity(section.certificates().getFirst()),
                section.node().map(NodeTls::identity).orElse(own),
                section.trust().orElse(authority.certificate()));
    }

    private static Identity publicIdentity(Configuration configuration, LocalAuthority authority) throws IOException {
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        String host = HostName.of(configuration);
        names.remove(host);
        return authority.issue(host, List.copyOf(names));
    }

    private static NodeTls of(Identity open, Identity node, Path trust) throws IOException {
        return new NodeTls(
                ServerTls.of(open), ServerTls.asking(node, List.of(trust)), ClientTls.to("node", List.of(trust), node));
    }

    private static Identity identity(TlsSection.Certificate certificate) {
        return new Identity(certificate.certificate(), certificate.key());
    }

    /** For clients. */
    ServerTls open() {
        return open;
    }

    /** For nodes, which are asked for their certificate. */
    ServerTls internal() {
        return internal;
    }

    /** Towards a node, showing our certificate. */
    ClientTls towards(ClusterNodeSection node) {
        return towardsNodes.to(node.certificateName().orElse(node.name().value()));
    }
}
