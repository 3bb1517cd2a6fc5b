package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.config.ClusterNodeSection;
import waypost.config.Configuration;
import waypost.config.ListenerSection;
import waypost.config.ServicesSection;
import waypost.config.TlsSection;
import waypost.net.ClientTls;
import waypost.net.Identity;
import waypost.net.LocalAuthority;
import waypost.net.ServerTls;

/**
 * The certificates of one node. What it needs and the configuration does not name comes from the node's own authority below its data
 * folder, which is made at the first start. Any thread.
 */
final class NodeTls {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.node");

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
        List<Identity> open =
                section.certificates().stream().map(NodeTls::identity).toList();
        Optional<Identity> node = section.node().map(NodeTls::identity);
        Optional<Path> trust = section.trust();
        boolean lacksOpen = open.isEmpty() && offered(configuration.services());
        if (lacksOpen || node.isEmpty() || trust.isEmpty()) {
            LocalAuthority authority =
                    LocalAuthority.open(configuration.node().data().resolve("tls"), InstantSource.system());
            if (node.isEmpty()) {
                node = Optional.of(authority.node(configuration.node().name()));
            }
            trust = trust.or(() -> Optional.of(authority.certificate()));
            if (lacksOpen) {
                open = List.of(publicIdentity(configuration, authority));
            }
        }
        return of(open.isEmpty() ? List.of(node.orElseThrow()) : open, node.orElseThrow(), trust.orElseThrow());
    }

    /** Whether clients are to speak TLS here. */
    private static boolean offered(ServicesSection services) {
        return Stream.of(
                        services.imap().listeners(),
                        services.pop3().listeners(),
                        services.smtp().listeners(),
                        services.submission().listeners())
                .flatMap(List::stream)
                .anyMatch(listener -> !listener.internal() && listener.tls() != ListenerSection.Tls.NONE);
    }

    private static Identity publicIdentity(Configuration configuration, LocalAuthority authority) throws IOException {
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        String host = HostName.of(configuration);
        names.remove(host);
        return authority.issue(host, List.copyOf(names));
    }

    private static NodeTls of(List<Identity> open, Identity node, Path trust) throws IOException {
        List<Path> authorities = List.of(trust);
        return new NodeTls(
                ServerTls.of(open), ServerTls.asking(node, authorities), ClientTls.to("node", authorities, node));
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

    /** Reads the files that have changed. Those that cannot be used leave in place what they were. */
    void refresh() {
        refresh("open", open::refresh);
        refresh("internal", internal::refresh);
        refresh("nodes", towardsNodes::refresh);
    }

    private interface Refreshing {
        boolean refresh() throws IOException;
    }

    private static void refresh(String what, Refreshing refreshing) {
        try {
            if (refreshing.refresh()) {
                LOG.info("event=certificates-read what={}", what);
            }
        } catch (IOException unusable) {
            LOG.error("event=certificates-not-read what={} why=\"{}\"", what, unusable.getMessage());
        }
    }
}
