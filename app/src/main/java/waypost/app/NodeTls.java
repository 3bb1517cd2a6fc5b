package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.config.ClusterNodeSection;
import waypost.config.Configuration;
import waypost.config.ListenerSection;
import waypost.config.ListenerSection.ClientCertificates;
import waypost.config.ServicesSection;
import waypost.config.TlsSection;
import waypost.config.UserNameForm;
import waypost.net.ClientCertificate;
import waypost.net.ClientTls;
import waypost.net.Identity;
import waypost.net.LocalAuthority;
import waypost.net.ServerTls;
import waypost.net.UserAuthorities;
import waypost.net.UserNames;

/**
 * The certificates of one node. What it needs and the configuration does not name comes from the node's own authority below its data
 * folder, which is made at the first start. Any thread.
 */
final class NodeTls {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.node");

    private final Map<ClientCertificates, ServerTls> open;
    private final List<UserNameForm> userNames;
    private final ServerTls internal;
    private final ClientTls towardsNodes;

    /** By the authority that they have; empty for that of the cluster. */
    private final Map<Optional<Path>, ClientTls> towardsForeign;

    private NodeTls(
            Map<ClientCertificates, ServerTls> open,
            List<UserNameForm> userNames,
            ServerTls internal,
            ClientTls towardsNodes,
            Map<Optional<Path>, ClientTls> towardsForeign) {
        this.open = open;
        this.userNames = userNames;
        this.internal = internal;
        this.towardsNodes = towardsNodes;
        this.towardsForeign = towardsForeign;
    }

    static NodeTls of(Configuration configuration) throws IOException {
        CertificateCheck.outdated(configuration, InstantSource.system().instant())
                .forEach(problem ->
                        LOG.warn("event=certificate-outdated key={} why=\"{}\"", problem.key(), problem.wrong()));
        TlsSection section = configuration.tls();
        List<Identity> open =
                section.certificates().stream().map(NodeTls::identity).toList();
        Optional<Identity> node = section.node().map(NodeTls::identity);
        Optional<Path> trust = section.trust();
        boolean lacksOpen = makesPublic(configuration);
        if (lacksOpen || node.isEmpty() || trust.isEmpty()) {
            LocalAuthority authority = LocalAuthority.open(folder(configuration), InstantSource.system());
            if (node.isEmpty()) {
                node = Optional.of(authority.node(configuration.node().name()));
            }
            trust = trust.or(() -> Optional.of(authority.certificate()));
            if (lacksOpen) {
                open = List.of(publicIdentity(configuration, authority));
            }
        }
        List<Path> authorities = List.of(trust.orElseThrow());
        return new NodeTls(
                open(open.isEmpty() ? List.of(node.orElseThrow()) : open, section.users(), authorities),
                section.users().map(TlsSection.Users::forms).orElseGet(List::of),
                ServerTls.asking(node.orElseThrow(), authorities),
                ClientTls.to("node", authorities, node.orElseThrow()),
                foreign(configuration.nodes(), authorities));
    }

    /** Of the node's own authority. */
    static Path folder(Configuration configuration) {
        return configuration.node().data().resolve("tls");
    }

    /** @param nodes whom nodes are believed by */
    private static Map<ClientCertificates, ServerTls> open(
            List<Identity> identities, Optional<TlsSection.Users> users, List<Path> nodes) throws IOException {
        Map<ClientCertificates, ServerTls> open = new EnumMap<>(ClientCertificates.class);
        open.put(ClientCertificates.NONE, ServerTls.of(identities));
        if (users.isPresent()) {
            UserAuthorities.Source source = authorities(users.get(), nodes);
            open.put(
                    ClientCertificates.OPTIONAL, ServerTls.askingUsers(identities, source, ClientCertificate.OPTIONAL));
            open.put(
                    ClientCertificates.REQUIRED, ServerTls.askingUsers(identities, source, ClientCertificate.REQUIRED));
        }
        return open;
    }

    /** @param nodes whom nodes are believed by */
    static UserAuthorities.Source authorities(TlsSection.Users users, List<Path> nodes) {
        return new UserAuthorities.Source(users.trust(), users.revoked(), nodes);
    }

    private static Map<Optional<Path>, ClientTls> foreign(List<ClusterNodeSection> nodes, List<Path> authorities)
            throws IOException {
        Map<Optional<Path>, ClientTls> towards = new HashMap<>();
        for (ClusterNodeSection node : nodes) {
            if (foreign(node)) {
                List<Path> believed = node.trust().map(List::of).orElse(authorities);
                towards.put(node.trust(), ClientTls.to("foreign", believed));
            }
        }
        return towards;
    }

    /** Whether it is spoken to by a TLS of its own. */
    static boolean foreign(ClusterNodeSection node) {
        return node.foreign() && node.tls() != ListenerSection.Tls.NONE;
    }

    /** Whether the node's own authority makes the certificate that clients see. */
    static boolean makesPublic(Configuration configuration) {
        return configuration.tls().certificates().isEmpty() && offered(configuration.services());
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

    private static Identity identity(TlsSection.Certificate certificate) {
        return new Identity(certificate.certificate(), certificate.key());
    }

    /** For clients. */
    ServerTls open(ClientCertificates asked) {
        return Objects.requireNonNull(open.get(asked), "the rules of listeners want tls.users");
    }

    /** Whose a user's certificate is; it may be nobody's, or several people's. */
    List<String> namesOf(X509Certificate user) {
        return UserNames.of(user, userNames);
    }

    /** For nodes, which are asked for their certificate. */
    ServerTls internal() {
        return internal;
    }

    /** Towards a node, showing our certificate; to a foreign one, none. */
    ClientTls towards(ClusterNodeSection node) {
        ClientTls believing = node.foreign()
                ? Objects.requireNonNull(towardsForeign.get(node.trust()), "made of the same list")
                : towardsNodes;
        return believing.to(shown(node));
    }

    private static String shown(ClusterNodeSection node) {
        return node.certificateName().orElse(node.name().value());
    }

    /** Reads the files that have changed. Those that cannot be used leave in place what they were. */
    void refresh() {
        open.forEach((asked, tls) -> refresh(
                switch (asked) {
                    case NONE -> "open";
                    case OPTIONAL -> "open-to-certificates";
                    case REQUIRED -> "open-by-certificates";
                },
                tls::refresh));
        refresh("internal", internal::refresh);
        refresh("nodes", towardsNodes::refresh);
        towardsForeign.forEach(
                (trust, tls) -> refresh(trust.map(Path::toString).orElse("foreign-nodes"), tls::refresh));
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
