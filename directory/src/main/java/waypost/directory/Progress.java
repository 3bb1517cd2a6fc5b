package waypost.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import java.util.Optional;

/** Asks a server how far it is with the changes of its directory. Any thread. */
interface Progress {
    /** Empty if it does not show that. */
    Optional<ReplicaState> of(LDAPInterface server) throws LDAPException;
}
