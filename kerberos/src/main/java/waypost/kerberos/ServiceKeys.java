package waypost.kerberos;

import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/** What a service reads tickets with. Each use may read the file. */
record ServiceKeys(KerberosPrincipal principal, KeyTab file) {
    /** RFC 1964 §1. */
    private static final Oid KERBEROS = oid("1.2.840.113554.1.2.2");

    /** RFC 1964 §2.1.1: a principal as it is, neither guessed from host names nor looked up. */
    private static final Oid PRINCIPAL = oid("1.2.840.113554.1.2.2.1");

    private static Oid oid(String text) {
        try {
            return new Oid(text);
        } catch (GSSException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    boolean present() {
        return file.getKeys(principal).length > 0;
    }

    /** Of this service and no other: a ticket for another one of the file's principals is none here. */
    GSSContext context() throws GSSException {
        Subject service = new Subject(true, Set.of(principal), Set.of(), Set.of(file));
        GSSManager manager = GSSManager.getInstance();
        return Subject.callAs(service, () -> {
            GSSCredential credential = manager.createCredential(
                    manager.createName(principal.getName(), PRINCIPAL),
                    GSSCredential.INDEFINITE_LIFETIME,
                    KERBEROS,
                    GSSCredential.ACCEPT_ONLY);
            return manager.createContext(credential);
        });
    }
}
