package waypost.kerberos;

import java.nio.file.Path;
import java.util.Map;

/**
 * As whom services take tickets, and whose.
 *
 * @param keytab their keys
 * @param host in their principals
 * @param realm of their principals
 * @param domains of the users of each realm that is believed
 */
public record KerberosSettings(Path keytab, String host, String realm, Map<String, String> domains) {
    public KerberosSettings {
        domains = Map.copyOf(domains);
    }

    /** As RFC 4120 §6.2.1 has it: {@code imap/mail.example.net@EXAMPLE.NET}. */
    String principal(TicketService service) {
        return service.word() + "/" + host + "@" + realm;
    }
}
