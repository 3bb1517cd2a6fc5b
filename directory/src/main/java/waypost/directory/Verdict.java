package waypost.directory;

import com.unboundid.ldap.sdk.LDAPException;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import javax.security.sasl.SaslException;

/** What follows from how a question to a directory ended; {@link Results} has it of each result code. */
public enum Verdict {
    /** It is an answer: of somebody, or of his password. */
    DEFINITE("answer"),
    /** This server cannot say now, or makes no sense; another one may. */
    OTHER_SERVER("next server"),
    /** None of its servers will say more now: it lies in what the directory has, or here. */
    UNAVAILABLE("put off"),
    /** It is never answered like this: for the operator to mend. Another server may have been set up otherwise. */
    CONFIGURATION("alarm, next server");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** For administrators. */
    String words() {
        return words;
    }

    /** Whose failure to be let in this is, if it is that, goes before what was to be asked. */
    static Verdict of(LDAPException failure, Asked asked) {
        if (failure instanceof TooLarge) {
            return UNAVAILABLE;
        }
        return unbelieved(failure)
                ? CONFIGURATION
                : Results.of(failure.getResultCode(), failure instanceof NotLetIn ? Asked.SERVICE_BIND : asked);
    }

    /** Whether one side did not believe the other: a certificate or its name, a key of Kerberos. A connection that broke meanwhile is no such thing. */
    private static boolean unbelieved(LDAPException failure) {
        boolean unbelieved = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            unbelieved |= cause instanceof GeneralSecurityException
                    || cause instanceof SSLException
                    || cause instanceof SaslException;
            if (cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof EOFException) {
                return false;
            }
        }
        return unbelieved;
    }
}
