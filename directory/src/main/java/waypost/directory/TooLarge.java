package waypost.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import java.io.IOException;

/** An entry was found that is larger than what is read of one. The connection is gone; the server is well, and has nothing else to say of that entry. */
final class TooLarge extends LDAPException {
    /** Octets of an answer: some 40,000 members of a group. */
    static final int LIMIT = 4 << 20;

    private static final long serialVersionUID = 1;

    TooLarge(SearchRequest request) {
        super(
                ResultCode.LOCAL_ERROR,
                "more than " + LIMIT + " octets of what " + request.getFilter() + " finds below "
                        + request.getBaseDN());
    }

    /** The SDK takes it for a connection that broke, and its reason has no type of its own. */
    static boolean is(LDAPException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getClass() == IOException.class
                    && String.valueOf(cause.getMessage()).contains("larger than the maximum of " + LIMIT + " bytes")) {
                return true;
            }
        }
        return false;
    }
}
