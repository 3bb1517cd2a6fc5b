package waypost.kerberos;

import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;
import waypost.protocol.sasl.TicketContext;

/**
 * Lets users in by tickets of Kerberos (RFC 4120). Keys come from a file, which is read anew when it has changed; no other credential of this process
 * counts. Any thread.
 */
public final class Tickets {
    private final KerberosSettings settings;
    private final Realms realms;

    public Tickets(KerberosSettings settings) {
        this.settings = settings;
        this.realms = new Realms(settings.domains());
    }

    /** For one client that comes with a ticket for the service. */
    public TicketContext begin(TicketService service) {
        return new AcceptedContext(keys(service), realms);
    }

    private ServiceKeys keys(TicketService service) {
        KerberosPrincipal principal = new KerberosPrincipal(settings.principal(service));
        return new ServiceKeys(
                principal, KeyTab.getInstance(principal, settings.keytab().toFile()));
    }

    /** The principals of which the file has no keys, or cannot be read. */
    public List<String> missing(Stream<TicketService> services) {
        return services.map(this::keys)
                .filter(keys -> !keys.present())
                .map(keys -> keys.principal().getName())
                .toList();
    }
}
