package waypost.mapping;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a bind as a user ended with. */
sealed interface Bound {
    /** @param state what the directory says of the account besides */
    record Right(AccountState state) implements Bound {}

    record Wrong() implements Bound {}

    record Failed(String reason) implements Bound {}

    /** Active Directory puts a sub-code into the diagnostic message of result 49. */
    Pattern SUB_CODE = Pattern.compile("AcceptSecurityContext error, data ([0-9a-f]{1,8}),");

    /** The definite refusals; empty: the directory cannot say. */
    static Optional<Bound> refused(LDAPException refusal) {
        ResultCode code = refusal.getResultCode();
        if (code.equals(ResultCode.INVALID_CREDENTIALS)) {
            String message = refusal.getDiagnosticMessage();
            Matcher subCode = SUB_CODE.matcher(message == null ? "" : message);
            return Optional.of(subCode.find() ? ofActiveDirectory(subCode.group(1)) : new Wrong());
        }
        // an entry without password; an entry that went between search and bind
        boolean wrong = code.equals(ResultCode.INAPPROPRIATE_AUTHENTICATION) || code.equals(ResultCode.NO_SUCH_OBJECT);
        return wrong ? Optional.of(new Wrong()) : Optional.empty();
    }

    /** The codes given only to the right password: 532 and 773 password expired, 533 disabled, 701 account expired. */
    private static Bound ofActiveDirectory(String subCode) {
        return switch (subCode) {
            case "533" -> new Right(AccountState.DISABLED);
            case "532", "701", "773" -> new Right(AccountState.EXPIRED);
            default -> new Wrong();
        };
    }
}
