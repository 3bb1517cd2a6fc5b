package waypost.app;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import waypost.config.Configuration;
import waypost.config.ListenerSection;
import waypost.config.ServicesSection;
import waypost.mapping.Service;
import waypost.net.Gatekeeper;
import waypost.net.LoginLimits;
import waypost.net.LoginService;
import waypost.protocol.smtp.Kept;
import waypost.proxy.Frontdoor;
import waypost.proxy.LearnedRoutes;
import waypost.proxy.LocalSessions;
import waypost.proxy.SmtpFrontService;

/** Role proxy: the public listeners of a node and what stands behind each. */
final class FrontEnd {
    private final Configuration configuration;
    private final NodeParts parts;
    private final NodeDialing dialing;
    private final Optional<LocalSessions> local;
    private final LearnedRoutes learned = new LearnedRoutes();
    private final SecureRandom random = new SecureRandom();

    FrontEnd(Configuration configuration, NodeParts parts, Optional<LocalSessions> local) {
        this.configuration = configuration;
        this.parts = parts;
        this.dialing = new NodeDialing(configuration, parts.nodes(), parts.tls());
        this.local = local;
    }

    void listen() throws Complaint {
        ServicesSection services = configuration.services();
        for (ListenerSection section : services.imap().listeners()) {
            if (!section.internal()) {
                ListenerSetup setup = setup(section);
                LoginService service = new LoginService(
                        parts.net(),
                        Service.IMAP.name(),
                        setup.startTls(),
                        setup::imap,
                        door(services.imap().userMaps()),
                        limits(services.imap().loginTimeout()),
                        services.imap().idleTimeout());
                parts.listeners().open(setup.spec("imap"), wire -> service.handler());
            }
        }
        for (ListenerSection section : services.pop3().listeners()) {
            if (!section.internal()) {
                ListenerSetup setup = setup(section);
                LoginService service = new LoginService(
                        parts.net(),
                        Service.POP3.name(),
                        setup.startTls(),
                        setup::pop3,
                        door(services.pop3().userMaps()),
                        limits(services.pop3().loginTimeout()),
                        services.pop3().idleTimeout());
                parts.listeners().open(setup.spec("pop3"), wire -> service.handler());
            }
        }
        mail(services);
    }

    private void mail(ServicesSection services) throws Complaint {
        for (ListenerSection section : services.smtp().listeners()) {
            ListenerSetup setup = setup(section);
            long maxSize = services.smtp().maxMessageSize().bytes();
            SmtpFrontService service = new SmtpFrontService(
                    parts.net(),
                    Service.SMTP,
                    peer -> setup.smtp(peer, maxSize),
                    setup.startTls(),
                    parts.mappings().of(services.smtp().userMaps()),
                    parts.nodes(),
                    learned,
                    dialing,
                    parts.blocking(),
                    random,
                    InstantSource.system(),
                    services.smtp().idleTimeout(),
                    late(services.smtp().lateRefusal()));
            parts.listeners().open(setup.spec("smtp"), service::handler);
        }
        for (ListenerSection section : services.submission().listeners()) {
            ListenerSetup setup = setup(section);
            long maxSize = services.submission().maxMessageSize().bytes();
            SmtpFrontService service = new SmtpFrontService(
                    parts.net(),
                    Service.SUBMISSION,
                    peer -> setup.submission(peer, maxSize),
                    setup.startTls(),
                    parts.mappings().of(services.submission().userMaps()),
                    parts.nodes(),
                    learned,
                    dialing,
                    parts.blocking(),
                    random,
                    InstantSource.system(),
                    services.submission().idleTimeout(),
                    late(services.smtp().lateRefusal()));
            parts.listeners().open(setup.spec("submission"), service::handler);
        }
    }

    private ListenerSetup setup(ListenerSection section) {
        return new ListenerSetup(section, HostName.of(configuration), parts.tls());
    }

    private Gatekeeper door(List<String> userMaps) throws Complaint {
        return new Frontdoor(
                parts.mappings().of(userMaps),
                parts.nodes(),
                configuration.node().name(),
                dialing,
                local,
                learned,
                parts.blocking());
    }

    static LoginLimits limits(java.time.Duration idle) {
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
