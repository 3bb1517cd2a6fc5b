package waypost.app;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import waypost.app.LoginSetup.Audience;
import waypost.cluster.SecretsExchange;
import waypost.config.Configuration;
import waypost.config.ListenerSection;
import waypost.config.NodeSection.Role;
import waypost.config.ServicesSection;
import waypost.guard.Fellows;
import waypost.guard.Guard;
import waypost.identity.AddressRules;
import waypost.mapping.Service;
import waypost.mapping.UserMaps;
import waypost.net.Gatekeeper;
import waypost.net.LoginLimits;
import waypost.net.Peer;
import waypost.oauth.TokenCheck;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.SmtpService;
import waypost.proxy.DoneCourier;
import waypost.proxy.Frontdoor;
import waypost.proxy.GuardedLogins;
import waypost.proxy.KeyAgreement;
import waypost.proxy.LearnedRoutes;
import waypost.proxy.LocalSessions;
import waypost.proxy.LoginCheck;
import waypost.proxy.NodePasswords;
import waypost.proxy.NodeSecrets;
import waypost.proxy.OtherFrontEnds;
import waypost.proxy.SmtpFrontService;

/** Role proxy: the public listeners of a node and what stands behind each. */
final class FrontEnd {
    private final Configuration configuration;
    private final NodeParts parts;
    private final NodeDialing dialing;
    private final Optional<LocalSessions> local;
    private final LearnedRoutes learned = new LearnedRoutes();
    private final SecureRandom random = new SecureRandom();
    private final DoneCourier courier;
    private final Optional<TokenCheck> tokens;
    private final Guard guard;
    private final AddressRules rules;
    private final NodeSecrets secrets;

    FrontEnd(
            Configuration configuration,
            NodeParts parts,
            Optional<LocalSessions> local,
            LinkSetup link,
            SecretsExchange exchange)
            throws Complaint {
        this.configuration = configuration;
        this.parts = parts;
        this.dialing = new NodeDialing(
                configuration,
                parts.nodes(),
                parts.tls(),
                NodePlaces.of(configuration.node().name(), parts.nodes(), parts.metrics()));
        this.local = local;
        this.courier = new DoneCourier(parts.net(), dialing, InstantSource.system());
        this.tokens = OauthSetup.open(configuration).map(parts.closing()::with);
        KeyAgreement agreement = GuessingSetup.agreement(configuration);
        Fellows fellows = OtherFrontEnds.fellows(agreement, link);
        this.guard = parts.closing().with(GuessingSetup.open(configuration, fellows, parts.metrics()));
        this.rules = new AddressRules(new MappingSetup(configuration).addresses());
        LinkedSecrets linked = new LinkedSecrets(exchange);
        this.secrets = new NodeSecrets(
                parts.nodes(),
                learned,
                linked,
                new MappingSetup(configuration).settings().cache(),
                Ticker.systemTicker());
        linked.tell(secrets, parts.mappings());
        parts.closing().with(link.service());
        if (!configuration.node().is(Role.STORE)) {
            link.askStores();
        }
        link.joinFrontEnds(new OtherFrontEnds(agreement, guard, parts.mappings().trials(), link.copies(), link));
    }

    void listen() throws Complaint {
        ServicesSection services = configuration.services();
        for (LoginSetup logins : LoginSetup.of(services, Audience.CLIENTS)) {
            logins.listen(parts, HostName.of(configuration), door(logins.userMaps()));
        }
        mail(services);
    }

    private void mail(ServicesSection services) throws Complaint {
        long fromServers = services.smtp().maxMessageSize().bytes();
        List<String> recipients = services.smtp().userMaps();
        for (ListenerSection section : services.smtp().listeners()) {
            ListenerSetup setup = setup(section);
            mail(
                    setup,
                    Service.SMTP,
                    peer -> setup.smtp(peer, fromServers),
                    recipients,
                    services.smtp().idleTimeout());
        }
        long fromUsers = services.submission().maxMessageSize().bytes();
        List<String> users = services.submission().userMaps();
        for (ListenerSection section : services.submission().listeners()) {
            ListenerSetup setup = setup(section);
            mail(
                    setup,
                    Service.SUBMISSION,
                    peer -> setup.submission(peer, fromUsers),
                    users,
                    services.submission().idleTimeout());
        }
    }

    private void mail(
            ListenerSetup setup,
            Service kind,
            Function<Peer, SmtpService> offered,
            List<String> userMaps,
            Duration idle)
            throws Complaint {
        SmtpFrontService service = new SmtpFrontService(
                parts.net(),
                kind,
                offered,
                setup.startTls(),
                logins(userMaps),
                new NodePasswords(parts.net(), dialing, parts.nodes()),
                parts.nodes(),
                learned,
                dialing,
                courier,
                parts.blocking(),
                random,
                InstantSource.system(),
                idle,
                late(configuration.services().smtp().lateRefusal()));
        parts.listeners().open(setup.spec(kind.word()), service::handler);
    }

    private GuardedLogins logins(List<String> userMaps) throws Complaint {
        UserMaps maps = parts.mappings().of(userMaps);
        maps.ask(secrets);
        LoginCheck check = new LoginCheck(parts.mappings().counted(userMaps), maps.liveLogins(), tokens, secrets);
        return new GuardedLogins(check, guard, parts.mappings().trials(), rules, parts.blocking());
    }

    /** What an administrator can have done here. */
    Operations operations(Operations others) {
        return new BanOperations(guard.bans()).with(others.and(SessionEnd.NAME, new SessionEnd(parts.mappings())));
    }

    /** Writes to disk what a front end remembers; to be called every minute. */
    void save() {
        guard.save();
    }

    private ListenerSetup setup(ListenerSection section) {
        return new ListenerSetup(section, HostName.of(configuration), parts.tls(), parts.tickets());
    }

    private Gatekeeper door(List<String> userMaps) throws Complaint {
        return new Frontdoor(
                logins(userMaps), parts.nodes(), configuration.node().name(), dialing, local, learned);
    }

    static LoginLimits limits(Duration idle) {
        LoginLimits usual = LoginLimits.USUAL;
        return new LoginLimits(idle, usual.total(), usual.admission(), usual.unread());
    }

    private static Optional<Kept.Purpose> late(ServicesSection.LateRefusal late) {
        return switch (late) {
            case DSN -> Optional.of(Kept.Purpose.REPORT);
            case DISCARD -> Optional.empty();
        };
    }
}
