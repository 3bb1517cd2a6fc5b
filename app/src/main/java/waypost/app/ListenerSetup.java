package waypost.app;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import waypost.config.ListenerSection;
import waypost.config.LoginMechanism;
import waypost.identity.ChannelBinding;
import waypost.kerberos.TicketService;
import waypost.kerberos.Tickets;
import waypost.net.Endpoint;
import waypost.net.ListenerSpec;
import waypost.net.Peer;
import waypost.net.Protection;
import waypost.net.ServerTls;
import waypost.protocol.imap.ImapLogin;
import waypost.protocol.imap.ImapLogin.Trait;
import waypost.protocol.login.ClientLogin;
import waypost.protocol.pop3.Pop3Login;
import waypost.protocol.pop3.Pop3Service;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.Outside;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.smtp.Extension;
import waypost.protocol.smtp.LmtpLogin;
import waypost.protocol.smtp.SmtpService;
import waypost.protocol.smtp.SmtpService.Admission;
import waypost.protocol.smtp.SmtpService.Dialect;

/**
 * What one listener offers, from its section of the configuration and what is known of the peer.
 *
 * @param host our name
 * @param tickets reads those of users
 */
record ListenerSetup(ListenerSection section, String host, NodeTls tls, Optional<Tickets> tickets) {
    /** Refused credentials before a connection ends. */
    private static final int MAX_FAILURES = 5;

    ListenerSpec spec(String service) {
        Endpoint bind =
                new Endpoint.Socket(section.address().host(), section.address().port());
        ListenerSpec spec = section.internal()
                ? ListenerSpec.internal(service, bind, protection())
                : ListenerSpec.open(service, bind, protection());
        return spec.behind(section.proxyProtocol())
                .limited(section.maxConnections(), section.maxConnectionsPerClient());
    }

    private Protection protection() {
        ServerTls own = section.internal() ? tls.internal() : tls.open(section.clientCertificates());
        return switch (section.tls()) {
            case NONE -> new Protection.Clear();
            case STARTTLS -> new Protection.StartTls(own);
            case IMPLICIT -> new Protection.Implicit(own);
        };
    }

    Optional<ServerTls> startTls() {
        return protection().offered();
    }

    private SaslOffer sasl(Peer peer) {
        boolean passwords = peer.confidential() || section.clearPasswords();
        if (section.internal()) {
            return passwords
                    ? SaslOffer.of(Mechanism.PLAIN, Mechanism.EXTERNAL).to(new Outside.Node())
                    : SaslOffer.NOTHING;
        }
        EnumSet<Mechanism> mechanisms = EnumSet.noneOf(Mechanism.class);
        if (passwords) {
            mechanisms.addAll(named(List.of(LoginMechanism.PLAIN, LoginMechanism.LOGIN)));
        }
        if (!section.mechanisms().isEmpty()) {
            mechanisms.retainAll(named(section.mechanisms()));
        }
        mechanisms.addAll(named(peer.confidential() ? section.mechanisms() : section.clearMechanisms()));
        return new SaslOffer(mechanisms, binds(mechanisms) ? binding(peer) : Optional.empty()).to(user(peer));
    }

    private SaslOffer sasl(Peer peer, TicketService service) {
        SaslOffer offer = sasl(peer);
        return tickets.map(reading -> offer.with(() -> reading.begin(service))).orElse(offer);
    }

    private Outside user(Peer peer) {
        List<String> names =
                peer.tls().flatMap(Peer.TlsFacts::user).map(tls::namesOf).orElseGet(List::of);
        return names.isEmpty() ? new Outside.Nobody() : new Outside.User(names);
    }

    private static boolean binds(Set<Mechanism> mechanisms) {
        return mechanisms.contains(Mechanism.SCRAM_SHA_256_PLUS) || mechanisms.contains(Mechanism.SCRAM_SHA_1_PLUS);
    }

    private static Optional<ChannelBinding> binding(Peer peer) {
        return peer.tls().flatMap(Peer.TlsFacts::shown).flatMap(ChannelBinding::of);
    }

    private static Set<Mechanism> named(List<LoginMechanism> mechanisms) {
        return mechanisms.stream()
                .map(mechanism -> switch (mechanism) {
                    case PLAIN -> Mechanism.PLAIN;
                    case LOGIN -> Mechanism.LOGIN;
                    case SCRAM_SHA_256 -> Mechanism.SCRAM_SHA_256;
                    case SCRAM_SHA_256_PLUS -> Mechanism.SCRAM_SHA_256_PLUS;
                    case SCRAM_SHA_1 -> Mechanism.SCRAM_SHA_1;
                    case SCRAM_SHA_1_PLUS -> Mechanism.SCRAM_SHA_1_PLUS;
                    case CRAM_MD5 -> Mechanism.CRAM_MD5;
                    case OAUTHBEARER -> Mechanism.OAUTHBEARER;
                    case XOAUTH2 -> Mechanism.XOAUTH2;
                    case EXTERNAL -> Mechanism.EXTERNAL;
                    case GSSAPI -> Mechanism.GSSAPI;
                })
                .collect(Collectors.toSet());
    }

    private boolean canStartTls(Peer peer) {
        return section.tls() == ListenerSection.Tls.STARTTLS && !peer.confidential();
    }

    ClientLogin imap(Peer peer) {
        EnumSet<Trait> traits = EnumSet.noneOf(Trait.class);
        if (peer.confidential()) {
            traits.add(Trait.SECURE);
        }
        if (canStartTls(peer)) {
            traits.add(Trait.STARTTLS);
        }
        if (section.internal()) {
            traits.add(Trait.INTERNAL);
        }
        return new ImapLogin(new ImapLogin.Options(traits, sasl(peer, TicketService.IMAP), MAX_FAILURES));
    }

    ClientLogin pop3(Peer peer) {
        EnumSet<Pop3Service.Offer> offers = EnumSet.noneOf(Pop3Service.Offer.class);
        if (canStartTls(peer)) {
            offers.add(Pop3Service.Offer.STLS);
        }
        if (section.internal()) {
            offers.add(Pop3Service.Offer.XCLIENT);
        }
        return new Pop3Login(new Pop3Service(host, offers, sasl(peer, TicketService.POP3)));
    }

    /** Mail from other servers: nobody logs in. */
    SmtpService smtp(Peer peer, long maxSize) {
        return new SmtpService(host, Dialect.SMTP, Admission.ANYONE, maxSize, extensions(peer), SaslOffer.NOTHING);
    }

    SmtpService submission(Peer peer, long maxSize) {
        SaslOffer sasl = sasl(peer, TicketService.SUBMISSION);
        return new SmtpService(host, Dialect.SMTP, Admission.AFTER_LOGIN, maxSize, extensions(peer), sasl);
    }

    ClientLogin lmtp(Peer peer, long maxSize) {
        return new LmtpLogin(
                new SmtpService(host, Dialect.LMTP, Admission.AFTER_LOGIN, maxSize, extensions(peer), sasl(peer)));
    }

    private Set<Extension> extensions(Peer peer) {
        EnumSet<Extension> extensions = EnumSet.of(Extension.SMTPUTF8);
        if (canStartTls(peer)) {
            extensions.add(Extension.STARTTLS);
        }
        return extensions;
    }
}
