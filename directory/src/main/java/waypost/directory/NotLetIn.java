package waypost.directory;

import com.unboundid.ldap.sdk.LDAPException;

/** A server was not reached, or did not take the account that searches; what was to be asked was not. */
final class NotLetIn extends LDAPException {
    private static final long serialVersionUID = 1;

    NotLetIn(LDAPException failure) {
        super(failure);
    }
}
