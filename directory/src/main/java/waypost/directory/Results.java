package waypost.directory;

import static waypost.directory.Verdict.CONFIGURATION;
import static waypost.directory.Verdict.DEFINITE;
import static waypost.directory.Verdict.OTHER_SERVER;
import static waypost.directory.Verdict.UNAVAILABLE;

import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What each result code means: those of RFC 4511 appendix A, of the registry (RFC 4520 §3.8) and of our side, by what was asked. A code that
 * is not here is one that no server should send: no answer.
 */
final class Results {
    /** @param serviceBind of the connection and TLS, too */
    record Row(ResultCode code, Verdict search, Verdict userBind, Verdict serviceBind) {
        Verdict of(Asked asked) {
            return switch (asked) {
                case SEARCH -> search;
                case USER_BIND -> userBind;
                case SERVICE_BIND -> serviceBind;
            };
        }
    }

    static final List<Row> ROWS = List.of(
            all(ResultCode.SUCCESS, DEFINITE),
            // Active Directory says so of a search without a log-in
            all(ResultCode.OPERATIONS_ERROR, CONFIGURATION),
            all(ResultCode.PROTOCOL_ERROR, CONFIGURATION),
            all(ResultCode.TIME_LIMIT_EXCEEDED, OTHER_SERVER),
            // with more than one entry it says that there are several; else the server shows too few
            row(ResultCode.SIZE_LIMIT_EXCEEDED, CONFIGURATION, OTHER_SERVER, OTHER_SERVER),
            all(ResultCode.COMPARE_FALSE, OTHER_SERVER),
            all(ResultCode.COMPARE_TRUE, OTHER_SERVER),
            all(ResultCode.AUTH_METHOD_NOT_SUPPORTED, CONFIGURATION),
            // Active Directory says so of a password without TLS
            all(ResultCode.STRONG_AUTH_REQUIRED, CONFIGURATION),
            // a server that has not the base refers to one that may
            row(ResultCode.REFERRAL, CONFIGURATION, OTHER_SERVER, CONFIGURATION),
            all(ResultCode.ADMIN_LIMIT_EXCEEDED, CONFIGURATION),
            all(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION, CONFIGURATION),
            all(ResultCode.CONFIDENTIALITY_REQUIRED, CONFIGURATION),
            row(ResultCode.SASL_BIND_IN_PROGRESS, OTHER_SERVER, OTHER_SERVER, CONFIGURATION),
            all(ResultCode.NO_SUCH_ATTRIBUTE, OTHER_SERVER),
            row(ResultCode.UNDEFINED_ATTRIBUTE_TYPE, CONFIGURATION, OTHER_SERVER, OTHER_SERVER),
            row(ResultCode.INAPPROPRIATE_MATCHING, CONFIGURATION, OTHER_SERVER, OTHER_SERVER),
            // 389 Directory Server says so of a locked account, whatever the password
            row(ResultCode.CONSTRAINT_VIOLATION, OTHER_SERVER, UNAVAILABLE, CONFIGURATION),
            all(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS, OTHER_SERVER),
            row(ResultCode.INVALID_ATTRIBUTE_SYNTAX, CONFIGURATION, OTHER_SERVER, OTHER_SERVER),
            // of a search: the base is not there; of a bind: the entry went or was renamed since it was found
            row(ResultCode.NO_SUCH_OBJECT, CONFIGURATION, UNAVAILABLE, CONFIGURATION),
            row(ResultCode.ALIAS_PROBLEM, UNAVAILABLE, UNAVAILABLE, CONFIGURATION),
            all(ResultCode.INVALID_DN_SYNTAX, CONFIGURATION),
            row(ResultCode.ALIAS_DEREFERENCING_PROBLEM, UNAVAILABLE, UNAVAILABLE, CONFIGURATION),
            // of a bind: the entry has no password
            row(ResultCode.INAPPROPRIATE_AUTHENTICATION, CONFIGURATION, DEFINITE, CONFIGURATION),
            // whether that is said of the password is in what is said beside it
            row(ResultCode.INVALID_CREDENTIALS, CONFIGURATION, DEFINITE, CONFIGURATION),
            all(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, CONFIGURATION),
            all(ResultCode.BUSY, OTHER_SERVER),
            all(ResultCode.UNAVAILABLE, OTHER_SERVER),
            // OpenLDAP says so of a search without a log-in; 389 Directory Server of an account that is switched off
            row(ResultCode.UNWILLING_TO_PERFORM, CONFIGURATION, OTHER_SERVER, CONFIGURATION),
            row(ResultCode.LOOP_DETECT, UNAVAILABLE, UNAVAILABLE, OTHER_SERVER),
            all(ResultCode.SORT_CONTROL_MISSING, OTHER_SERVER),
            all(ResultCode.OFFSET_RANGE_ERROR, OTHER_SERVER),
            all(ResultCode.NAMING_VIOLATION, OTHER_SERVER),
            all(ResultCode.OBJECT_CLASS_VIOLATION, OTHER_SERVER),
            all(ResultCode.NOT_ALLOWED_ON_NONLEAF, OTHER_SERVER),
            all(ResultCode.NOT_ALLOWED_ON_RDN, OTHER_SERVER),
            all(ResultCode.ENTRY_ALREADY_EXISTS, OTHER_SERVER),
            all(ResultCode.OBJECT_CLASS_MODS_PROHIBITED, OTHER_SERVER),
            all(ResultCode.AFFECTS_MULTIPLE_DSAS, OTHER_SERVER),
            all(ResultCode.VIRTUAL_LIST_VIEW_ERROR, OTHER_SERVER),
            all(ResultCode.OTHER, OTHER_SERVER),
            all(ResultCode.SERVER_DOWN, OTHER_SERVER),
            all(ResultCode.LOCAL_ERROR, OTHER_SERVER),
            all(ResultCode.ENCODING_ERROR, UNAVAILABLE),
            all(ResultCode.DECODING_ERROR, OTHER_SERVER),
            all(ResultCode.TIMEOUT, OTHER_SERVER),
            row(ResultCode.AUTH_UNKNOWN, UNAVAILABLE, UNAVAILABLE, CONFIGURATION),
            row(ResultCode.FILTER_ERROR, CONFIGURATION, UNAVAILABLE, UNAVAILABLE),
            all(ResultCode.USER_CANCELED, UNAVAILABLE),
            all(ResultCode.PARAM_ERROR, UNAVAILABLE),
            all(ResultCode.NO_MEMORY, UNAVAILABLE),
            all(ResultCode.CONNECT_ERROR, OTHER_SERVER),
            row(ResultCode.NOT_SUPPORTED, UNAVAILABLE, UNAVAILABLE, CONFIGURATION),
            all(ResultCode.CONTROL_NOT_FOUND, OTHER_SERVER),
            all(ResultCode.NO_RESULTS_RETURNED, OTHER_SERVER),
            all(ResultCode.MORE_RESULTS_TO_RETURN, OTHER_SERVER),
            all(ResultCode.CLIENT_LOOP, UNAVAILABLE),
            all(ResultCode.REFERRAL_LIMIT_EXCEEDED, UNAVAILABLE),
            all(ResultCode.CANCELED, OTHER_SERVER),
            all(ResultCode.NO_SUCH_OPERATION, OTHER_SERVER),
            all(ResultCode.TOO_LATE, OTHER_SERVER),
            all(ResultCode.CANNOT_CANCEL, OTHER_SERVER),
            all(ResultCode.ASSERTION_FAILED, OTHER_SERVER),
            all(ResultCode.AUTHORIZATION_DENIED, CONFIGURATION),
            all(ResultCode.E_SYNC_REFRESH_REQUIRED, OTHER_SERVER),
            all(ResultCode.NO_OPERATION, OTHER_SERVER),
            all(ResultCode.INTERACTIVE_TRANSACTION_ABORTED, OTHER_SERVER),
            all(ResultCode.DATABASE_LOCK_CONFLICT, OTHER_SERVER),
            all(ResultCode.MIRRORED_SUBTREE_DIGEST_MISMATCH, OTHER_SERVER),
            all(ResultCode.TOKEN_DELIVERY_MECHANISM_UNAVAILABLE, OTHER_SERVER),
            all(ResultCode.TOKEN_DELIVERY_ATTEMPT_FAILED, OTHER_SERVER),
            all(ResultCode.TOKEN_DELIVERY_INVALID_RECIPIENT_ID, OTHER_SERVER),
            all(ResultCode.TOKEN_DELIVERY_INVALID_ACCOUNT_STATE, OTHER_SERVER));

    private static final Map<ResultCode, Row> BY_CODE =
            ROWS.stream().collect(Collectors.toUnmodifiableMap(Row::code, Function.identity()));

    private Results() {}

    private static Row all(ResultCode code, Verdict verdict) {
        return new Row(code, verdict, verdict, verdict);
    }

    private static Row row(ResultCode code, Verdict search, Verdict userBind, Verdict serviceBind) {
        return new Row(code, search, userBind, serviceBind);
    }

    static Verdict of(ResultCode code, Asked asked) {
        return Optional.ofNullable(BY_CODE.get(code)).map(row -> row.of(asked)).orElse(OTHER_SERVER);
    }
}
