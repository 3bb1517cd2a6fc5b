package waypost.directory;

import java.nio.file.Path;
import java.util.Optional;
import waypost.identity.Secret;

/** As whom a directory is searched, and how that is shown. */
public sealed interface ServiceBind {
    /** By a password (RFC 4513 §5.1.3). */
    record Simple(String dn, Secret password) implements ServiceBind {}

    /** As whom the directory makes of the certificate that TLS shows: SASL EXTERNAL (RFC 4513 §5.2.3). */
    record External() implements ServiceBind {}

    /**
     * As a principal of Kerberos: SASL GSSAPI (RFC 4752).
     *
     * @param quality of what goes over the wire; the best one where empty, which over TLS is that TLS does it
     */
    record Kerberos(Tickets tickets, Optional<Quality> quality) implements ServiceBind {}

    /** Where tickets come from. */
    sealed interface Tickets {
        /** From the domain itself, for each connection anew, by a key of the principal's that is in a file. */
        record FromKeytab(Path keytab, String principal) implements Tickets {}

        /** From a file that something else keeps filled, as kinit and k5start do. They are renewed if they can be. */
        record Cached(Path cache) implements Tickets {}
    }

    /** What Kerberos does to what goes over the wire, as RFC 4422 §3.7 has it. */
    enum Quality {
        /** Nothing. */
        AUTH("auth"),
        /** Signs it. */
        AUTH_INT("auth-int"),
        /** Signs and encrypts it. */
        AUTH_CONF("auth-conf");

        private final String word;

        Quality(String word) {
            this.word = word;
        }

        /** As SASL spells it. */
        String word() {
            return word;
        }
    }
}
