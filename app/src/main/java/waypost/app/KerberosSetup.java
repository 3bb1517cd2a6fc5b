package waypost.app;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waypost.config.Configuration;
import waypost.config.KerberosSection;
import waypost.config.ListenerSection;
import waypost.config.LoginMechanism;
import waypost.config.ServicesSection;
import waypost.kerberos.KerberosSettings;
import waypost.kerberos.TicketService;
import waypost.kerberos.Tickets;

/** The configuration's Kerberos, in the terms of those who read tickets. */
final class KerberosSetup {
    private KerberosSetup() {}

    /** What reads the tickets that users log in with; empty where the configuration names no keys. */
    static Optional<Tickets> open(Configuration configuration) {
        return configuration.kerberos().map(section -> new Tickets(settings(section, configuration)));
    }

    private static KerberosSettings settings(KerberosSection section, Configuration configuration) {
        return new KerberosSettings(
                section.keytab(),
                section.host().orElseGet(() -> HostName.of(configuration)),
                section.realm(),
                domains(section));
    }

    private static Map<String, String> domains(KerberosSection section) {
        return section.realms().isEmpty()
                ? Map.of(section.realm(), section.realm().toLowerCase(Locale.ROOT))
                : section.realms().stream()
                        .collect(Collectors.toMap(KerberosSection.Realm::name, KerberosSection.Realm::domain));
    }

    /** Those whose listeners offer log-in by tickets. */
    static Stream<TicketService> offered(ServicesSection services) {
        return Stream.of(TicketService.values())
                .filter(service -> listeners(services, service).stream()
                        .flatMap(listener -> Stream.of(listener.mechanisms(), listener.clearMechanisms()))
                        .anyMatch(mechanisms -> mechanisms.contains(LoginMechanism.GSSAPI)));
    }

    private static List<ListenerSection> listeners(ServicesSection services, TicketService service) {
        return switch (service) {
            case IMAP -> services.imap().listeners();
            case POP3 -> services.pop3().listeners();
            case SUBMISSION -> services.submission().listeners();
        };
    }
}
