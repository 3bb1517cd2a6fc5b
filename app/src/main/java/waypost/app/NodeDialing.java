package waypost.app;

import java.util.Optional;
import waypost.config.ClusterNodeSection;
import waypost.config.Configuration;
import waypost.config.HostPort;
import waypost.identity.AccountName;
import waypost.identity.NodeName;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.net.ClientTls;
import waypost.net.Dial;
import waypost.net.Endpoint;
import waypost.net.Gatekeeper.LoginRequest;
import waypost.net.MailDialer;
import waypost.protocol.imap.ImapUpstream;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Proof;
import waypost.protocol.pop3.Pop3Upstream;
import waypost.protocol.smtp.LmtpClient;
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

    NodeDialing(Configuration configuration, Nodes nodes, NodeTls tls) {
        this.configuration = configuration;
        this.nodes = nodes;
        this.tls = tls;
        this.host = HostName.of(configuration);
    }

    @Override
    public Optional<Endpoint> endpoint(ClusterNodeSection node, Service service) {
        Optional<HostPort> address = switch (service) {
            case IMAP -> node.imap();
            case POP3 -> node.pop3();
            case SMTP, SUBMISSION -> node.lmtp();
            case SIEVE, WEB -> Optional.empty();
        };
        return address.map(NodeDialing::socket);
    }

    private static Endpoint socket(HostPort address) {
        return new Endpoint.Socket(address.host(), address.port());
    }

    @Override
    public Optional<ClientTls> tls(ClusterNodeSection node) {
        return node.tls() ? Optional.of(tls.towards(node)) : Optional.empty();
    }

    @Override
    public NodeLogin login(
            ClusterNodeSection node, Service service, AccountName account, LoginRequest request, Forwarded forwarded) {
        Proof proof = node.login() == ClusterNodeSection.LogIn.PASSWORD ? password(request) : proof(node);
        return service == Service.POP3
                ? new Pop3Upstream(account, proof, forwarded)
                : new ImapUpstream(account, proof, forwarded);
    }

    private static Proof password(LoginRequest request) {
        return switch (request.credentials()) {
            case Credentials.Password(var authorize, var user, var password) -> new Proof.Password(password);
            case Credentials.External _ -> new Proof.Certificate();
        };
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
        return nodes.find(name)
                .flatMap(node -> node.lmtp().map(address -> {
                    Dial dial = Dial.to(socket(address));
                    return tls(node).map(dial::with).orElse(dial);
                }));
    }

    /** Several nodes may live in one process. */
    static String local(NodeName node) {
        return OWN_LMTP + "/" + node;
    }

    @Override
    public LmtpClient.Peer peer(NodeName name) {
        LmtpClient.Login login = name.equals(configuration.node().name())
                ? new LmtpClient.Login.None()
                : nodes.find(name)
                        .flatMap(ClusterNodeSection::secret)
                        .<LmtpClient.Login>map(secret -> new LmtpClient.Login.Password(
                                configuration.node().name().value(), secret))
                        .orElseGet(LmtpClient.Login.Certificate::new);
        return new LmtpClient.Peer(Dialect.LMTP, host, login);
    }
}
