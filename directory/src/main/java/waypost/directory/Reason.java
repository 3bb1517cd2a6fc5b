package waypost.directory;

import com.unboundid.ldap.sdk.LDAPException;

/** Why a directory did not answer as it should, in words for the log. */
public final class Reason {
    private Reason() {}

    /** What the directory said or, if it was not heard at all, what went wrong at the bottom of it. */
    public static String of(LDAPException failure) {
        Throwable bottom = failure;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        String said = failure.getDiagnosticMessage() == null ? bottom.getMessage() : failure.getDiagnosticMessage();
        return failure.getResultCode() + (said == null ? "" : ": " + said);
    }
}
