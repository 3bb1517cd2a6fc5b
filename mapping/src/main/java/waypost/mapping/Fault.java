package waypost.mapping;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.security.sasl.SaslException;

/** Whose fault it is that a directory gave no answer: by the result codes of RFC 4511 appendix A. None of them says anything of a user. */
enum Fault {
    /** The server cannot say now; another one may, or the same one later. */
    SERVER,
    /** It will never answer what is asked like this: for the operator to mend. */
    CONFIGURATION;

    /**
     * Those that no repetition changes. Active Directory says operationsError of a search without a log-in, and strongerAuthRequired of
     * a password without TLS.
     */
    private static final Set<ResultCode> LASTING = Set.of(
            ResultCode.OPERATIONS_ERROR,
            ResultCode.PROTOCOL_ERROR,
            ResultCode.AUTH_METHOD_NOT_SUPPORTED,
            ResultCode.STRONG_AUTH_REQUIRED,
            ResultCode.UNAVAILABLE_CRITICAL_EXTENSION,
            ResultCode.CONFIDENTIALITY_REQUIRED,
            ResultCode.UNDEFINED_ATTRIBUTE_TYPE,
            ResultCode.INAPPROPRIATE_MATCHING,
            ResultCode.INVALID_ATTRIBUTE_SYNTAX,
            ResultCode.NO_SUCH_OBJECT,
            ResultCode.INVALID_DN_SYNTAX,
            ResultCode.INAPPROPRIATE_AUTHENTICATION,
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.INSUFFICIENT_ACCESS_RIGHTS);

    static Fault of(LDAPException failure) {
        return unbelieved(failure) ? CONFIGURATION : of(failure.getResultCode());
    }

    /** Of what a server has answered. */
    static Fault of(ResultCode answered) {
        return LASTING.contains(answered) ? CONFIGURATION : SERVER;
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
