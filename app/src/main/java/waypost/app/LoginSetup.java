package waypost.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import waypost.config.ClientWorkaround;
import waypost.config.ListenerSection;
import waypost.config.ServicesSection;
import waypost.config.WorkaroundsSection;
import waypost.mapping.Service;
import waypost.net.Gatekeeper;
import waypost.net.ListenerSpec;
import waypost.net.LoginService;
import waypost.net.Peer;
import waypost.protocol.login.ClientLogin;

/**
 * A service whose clients log in first, with the listeners that it has for an audience and what the configuration says of it.
 *
 * @param name of the listeners
 * @param probedAfter silence after which connections are probed; as the system does it where empty
 * @param login makes the session before log-in
 */
record LoginSetup(
        Service service,
        String name,
        List<String> userMaps,
        Duration loginTimeout,
        Duration idleTimeout,
        Optional<Duration> probedAfter,
        List<ListenerSection> listeners,
        BiFunction<ListenerSetup, Peer, ClientLogin> login) {
    /** Mobile networks forget a silent connection after 5 minutes or more; each probe wakes a radio. */
    private static final Duration PROBED_AFTER = Duration.ofMinutes(4);

    /** Who may connect to a listener. */
    enum Audience {
        CLIENTS(""),
        NODES("-internal");

        private final String suffix;

        Audience(String suffix) {
            this.suffix = suffix;
        }

        private String name(Service service) {
            return service.word() + suffix;
        }

        private List<ListenerSection> of(List<ListenerSection> listeners) {
            return listeners.stream()
                    .filter(listener -> listener.internal() == (this == NODES))
                    .toList();
        }

        private Optional<Duration> probedAfter(WorkaroundsSection workarounds) {
            boolean probed = this == CLIENTS && workarounds.has(ClientWorkaround.KEEP_ALIVE);
            return probed ? Optional.of(PROBED_AFTER) : Optional.empty();
        }
    }

    /** Those that have a listener for the audience. */
    static List<LoginSetup> of(ServicesSection services, Audience audience) {
        var imap = services.imap();
        var pop3 = services.pop3();
        return Stream.of(
                        new LoginSetup(
                                Service.IMAP,
                                audience.name(Service.IMAP),
                                imap.userMaps(),
                                imap.loginTimeout(),
                                imap.idleTimeout(),
                                audience.probedAfter(imap.workarounds()),
                                audience.of(imap.listeners()),
                                ListenerSetup::imap),
                        new LoginSetup(
                                Service.POP3,
                                audience.name(Service.POP3),
                                pop3.userMaps(),
                                pop3.loginTimeout(),
                                pop3.idleTimeout(),
                                Optional.empty(),
                                audience.of(pop3.listeners()),
                                ListenerSetup::pop3))
                .filter(setup -> !setup.listeners().isEmpty())
                .toList();
    }

    /** @param host our name */
    void listen(NodeParts parts, String host, Gatekeeper gatekeeper) throws Complaint {
        for (ListenerSection section : listeners) {
            ListenerSetup setup = new ListenerSetup(section, host, parts.tls(), parts.tickets());
            LoginService logins = new LoginService(
                    parts.net(),
                    service.name(),
                    setup.startTls(),
                    peer -> login.apply(setup, peer),
                    gatekeeper,
                    FrontEnd.limits(loginTimeout),
                    idleTimeout);
            ListenerSpec spec = setup.spec(name);
            parts.listeners().open(probedAfter.map(spec::probed).orElse(spec), wire -> logins.handler());
        }
    }
}
