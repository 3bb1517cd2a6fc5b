package waypost.app;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import waypost.config.Configuration;
import waypost.config.ListenerSection;
import waypost.config.ServicesSection;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.net.Gatekeeper;
import waypost.net.LoginLimits;
import waypost.net.LoginService;
import waypost.net.Net;
import waypost.protocol.smtp.Kept;
import waypost.proxy.Frontdoor;
import waypost.proxy.LearnedRoutes;
import waypost.proxy.LocalSessions;
import waypost.proxy.SmtpFrontService;

/** Role proxy: the public listeners of a node and what stands behind each. */
final class FrontEnd {
    private final Configuration configuration;
    private final Net net;
    private final NodeTls tls;
    private final Mappings mappings;
    private final Nodes nodes;
    private final NodeDialing dialing;
    private final Optional<LocalSessions> local;
    private final Executor blocking;
    private final Listeners listeners;
    private final LearnedRoutes learned = new LearnedRoutes();
    private final SecureRandom random = new SecureRandom();

    FrontEnd(
            Configuration configuration,
            Net net,
            NodeTls tls,
            Mappings mappings,
            Nodes nodes,
            Optional<LocalSessions> local,
            Executor blocking,
            Listeners listeners) {
        this.configuration = configuration;
        this.net = net;
        this.tls = tls;
        this.mappings = mappings;
        this.nodes = nodes;
        this.dialing = new NodeDialing(configuration, nodes, tls);
        this.local = local;
        this.blocking = blocking;
        this.listeners = listeners;
    }

    void listen() throws Complaint {
        ServicesSection services = configuration.services();
        for (ListenerSection section : services.imap().listeners()) {
            if (!section.internal()) {
                ListenerSetup setup = setup(section);
                LoginService service = new LoginService(
                        net,
                        Service.IMAP.name(),
                        setup.startTls(),
                        setup::imap,
                        door(services.imap().userMaps()),
                        limits(services.imap().loginTimeout()),
                        services.imap().idleTimeout());
                listeners.open(setup.spec("imap"), wire -> service.handler());
            }
        }
        for (ListenerSection section : services.pop3().listeners()) {
            if (!section.internal()) {
                ListenerSetup setup = setup(section);
                LoginService service = new LoginService(
                        net,
                        Service.POP3.name(),
                        setup.startTls(),
                        setup::pop3,
                        door(services.pop3().userMaps()),
                        limits(services.pop3().loginTimeout()),
                        services.pop3().idleTimeout());
                listeners.open(setup.spec("pop3"), wire -> service.handler());
            }
        }
        mail(services);
    }

    private void mail(ServicesSection services) throws Complaint {
        for (ListenerSection section : services.smtp().listeners()) {
            ListenerSetup setup = setup(section);
            long maxSize = services.smtp().maxMessageSize().bytes();
            SmtpFrontService service = new SmtpFrontService(
                    net,
                    Service.SMTP,
                    peer -> setup.smtp(peer, maxSize),
                    setup.startTls(),
                    mappings.of(services.smtp().userMaps()),
                    nodes,
                    learned,
                    dialing,
                    blocking,
                    random,
                    InstantSource.system(),
                    services.smtp().idleTimeout(),
                    late(services.smtp().lateRefusal()));
            listeners.open(setup.spec("smtp"), service::handler);
        }
        for (ListenerSection section : services.submission().listeners()) {
            ListenerSetup setup = setup(section);
            long maxSize = services.submission().maxMessageSize().bytes();
            SmtpFrontService service = new SmtpFrontService(
                    net,
                    Service.SUBMISSION,
                    peer -> setup.submission(peer, maxSize),
                    setup.startTls(),
                    mappings.of(services.submission().userMaps()),
                    nodes,
                    learned,
                    dialing,
                    blocking,
                    random,
                    InstantSource.system(),
                    services.submission().idleTimeout(),
                    late(services.smtp().lateRefusal()));
            listeners.open(setup.spec("submission"), service::handler);
        }
    }

    private ListenerSetup setup(ListenerSection section) {
        return new ListenerSetup(section, HostName.of(configuration), tls);
    }

    private Gatekeeper door(List<String> userMaps) throws Complaint {
        return new Frontdoor(
                mappings.of(userMaps), nodes, configuration.node().name(), dialing, local, learned, blocking);
    }

    static LoginLimits limits(java.time.Duration idle) {
        LoginLimits usual = LoginLimits.USUAL;
        return new LoginLimits(idle, usual.total(), usual.admission(), usual.unread());
    }

    private static Optional<Kept.Purpose> late(ServicesSection.LateRefusal late) {
        return switch (late) {
            case DSN -> Optional.of(Kept.Purpose.REPORT);
            case JUNK -> Optional.of(Kept.Purpose.JUNK);
            case DISCARD -> Optional.empty();
        };
    }
}
