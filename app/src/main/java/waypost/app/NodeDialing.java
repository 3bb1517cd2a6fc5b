package waypost.app;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.random.RandomGenerator;
import waypost.config.ClusterNodeSection;
import waypost.config.Configuration;
import waypost.config.HostPort;
import waypost.config.ListenerSection;
import waypost.identity.AccountName;
import waypost.identity.NodeName;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.net.Dial;
import waypost.net.Encryption;
import waypost.net.Endpoint;
import waypost.net.MailDialer;
import waypost.protocol.imap.ImapUpstream;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Proof;
import waypost.protocol.login.ReturnWord;
import waypost.protocol.pop3.Pop3Upstream;
import waypost.protocol.smtp.LmtpClient;
import waypost.protocol.smtp.LmtpClient.Kind;
import waypost.protocol.smtp.SmtpService.Dialect;
import waypost.proxy.NodeDialer;

/** How this node reaches and logs in to the others: addresses, TLS and proofs of the configuration. */
final class NodeDialing implements NodeDialer, MailDialer {
    /** The in-process endpoint where a node that is front end and store takes mail from itself. */
    static final String OWN_LMTP = "lmtp";

    private final Configuration configuration;
    private final Nodes nodes;
    private final NodeTls tls;
    private final String host;
    private final NodePlaces places;
    private final RandomGenerator random = new SecureRandom();

    NodeDialing(Configuration configuration, Nodes nodes, NodeTls tls, NodePlaces places) {
        this.places = places;
        this.configuration = configuration;
        this.nodes = nodes;
        this.tls = tls;
        this.host = HostName.of(configuration);
    }

    @Override
    public Optional<Dial> dial(ClusterNodeSection node, Service protocol, Service service) {
        Optional<HostPort> address = switch (protocol) {
            case IMAP -> node.imap();
            case POP3 -> node.pop3();
            case SMTP, SUBMISSION -> node.lmtp().or(node::smtp);
            case SIEVE, WEB -> Optional.empty();
        };
        return address.map(known -> new Endpoint.Socket(known.host(), known.port()))
                .map(known -> Dial.to(known).with(encryption(node)))
                .map(dial -> node.proxyProtocol() ? dial.announcing() : dial)
                .map(dial -> places.counted(dial, node, service));
    }

    private Encryption encryption(ClusterNodeSection node) {
        return switch (node.tls()) {
            case NONE -> new Encryption.None();
            case STARTTLS -> new Encryption.StartTls(tls.towards(node));
            case IMPLICIT -> new Encryption.Implicit(tls.towards(node));
        };
    }

    static Opening opening(ClusterNodeSection node) {
        return node.tls() == ListenerSection.Tls.STARTTLS ? Opening.STARTTLS : Opening.GREETING;
    }

    @Override
    public NodeLogin login(
            ClusterNodeSection node, Service service, AccountName account, Optional<Proof> shown, Forwarded forwarded) {
        Proof proof = shown.orElseGet(() -> proof(node));
        return service == Service.POP3
                ? new Pop3Upstream(account, proof, forwarded, opening(node))
                : new ImapUpstream(account, proof, returning(forwarded), opening(node));
    }

    private Forwarded returning(Forwarded forwarded) {
        return configuration.services().imap().unauthenticate()
                ? forwarded.returning(ReturnWord.random(random))
                : forwarded;
    }

    Proof proof(ClusterNodeSection node) {
        return node.secret()
                .<Proof>map(secret -> new Proof.Shared(configuration.node().name(), secret))
                .orElseGet(Proof.Certificate::new);
    }

    @Override
    public Optional<Dial> dial(NodeName name) {
        if (name.equals(configuration.node().name())) {
            return Optional.of(Dial.to(Endpoint.local(local(name))));
        }
        return nodes.find(name).flatMap(node -> dial(node, Service.SMTP, Service.SMTP));
    }

    /** Several nodes may live in one process. */
    static String local(NodeName node) {
        return OWN_LMTP + "/" + node;
    }

    @Override
    public LmtpClient.Peer peer(NodeName name) {
        return nodes.find(name)
                .filter(node -> !name.equals(configuration.node().name()))
                .map(this::peer)
                .orElseGet(() -> new LmtpClient.Peer(
                        Dialect.LMTP, Kind.WAYPOST, Opening.GREETING, host, new LmtpClient.Login.None()));
    }

    private LmtpClient.Peer peer(ClusterNodeSection node) {
        if (node.foreign()) {
            Dialect dialect = node.lmtp().isPresent() ? Dialect.LMTP : Dialect.SMTP;
            return new LmtpClient.Peer(dialect, Kind.FOREIGN, opening(node), host, new LmtpClient.Login.None());
        }
        LmtpClient.Login login = node.secret()
                .<LmtpClient.Login>map(secret -> new LmtpClient.Login.Password(
                        configuration.node().name().value(), secret))
                .orElseGet(LmtpClient.Login.Certificate::new);
        return new LmtpClient.Peer(Dialect.LMTP, Kind.WAYPOST, opening(node), host, login);
    }
}
