package waypost.directory;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import java.util.Optional;

/**
 * Active Directory's {@code highestCommittedUSN} (MS-ADTS §3.1.1.3.2), which each controller counts for itself: one that shows less than it did was put back.
 *
 * @param controller whose number it is
 * @param domain in which it counts
 */
record ControllerNumber(String controller, String domain, long number) {
    private static final String NUMBER = "highestCommittedUSN";
    private static final String CONTROLLER = "dsServiceName";
    private static final String DOMAIN = "defaultNamingContext";

    /** Asks for nothing else, which costs a controller next to nothing. Empty if it does not show that. */
    static Optional<ControllerNumber> of(LDAPInterface server) throws LDAPException {
        Entry root = server.getEntry("", NUMBER, CONTROLLER, DOMAIN);
        if (root == null) {
            return Optional.empty();
        }
        Long number = root.getAttributeValueAsLong(NUMBER);
        String controller = root.getAttributeValue(CONTROLLER);
        String domain = root.getAttributeValue(DOMAIN);
        return number == null || controller == null || domain == null
                ? Optional.empty()
                : Optional.of(new ControllerNumber(controller, domain, number));
    }

    ReplicaState state() {
        return ReplicaState.ofController(controller, number);
    }
}
