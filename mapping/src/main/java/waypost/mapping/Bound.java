package waypost.mapping;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a bind as a user ended with. */
sealed interface Bound {
    /** @param state what the directory says of the account besides */
    record Right(AccountState state) implements Bound {}

    record Wrong() implements Bound {}

    /** No password would do now; whether this one is right is not said. */
    record LockedOut() implements Bound {}

    /** Refused, and the server may have the password of before. */
    record Behind() implements Bound {}

    record Failed(String reason) implements Bound {}

    /** Of the password; a right one with which nobody is let in is asked about at each time. */
    default Tried said() {
        return switch (this) {
            case Right(AccountState state) -> state == AccountState.ACTIVE ? Tried.RIGHT : Tried.OPEN;
            case Wrong() -> Tried.WRONG;
            case Behind(), LockedOut(), Failed(var _) -> Tried.OPEN;
        };
    }

    /** Active Directory puts a sub-code into the diagnostic message of result 49. */
    Pattern SUB_CODE = Pattern.compile("AcceptSecurityContext error, data ([0-9a-f]{1,8}),");

    /** draft-behera-ldap-password-policy §5.2: a password that is right and must be changed is a success. */
    static Bound taken(BindResult result) {
        return policy(result)
                .filter(DraftBeheraLDAPPasswordPolicy10ErrorType.CHANGE_AFTER_RESET::equals)
                .map(_ -> new Right(AccountState.MUST_CHANGE))
                .orElseGet(() -> new Right(AccountState.ACTIVE));
    }

    /** The definite refusals; empty: the directory cannot say. */
    static Optional<Bound> refused(LDAPException refusal) {
        ResultCode code = refusal.getResultCode();
        if (code.equals(ResultCode.INVALID_CREDENTIALS)) {
            String message = refusal.getDiagnosticMessage();
            Matcher subCode = SUB_CODE.matcher(message == null ? "" : message);
            return Optional.of(subCode.find() ? ofActiveDirectory(subCode.group(1)) : ofPolicy(refusal));
        }
        // an entry without password; an entry that went between search and bind
        boolean wrong = code.equals(ResultCode.INAPPROPRIATE_AUTHENTICATION) || code.equals(ResultCode.NO_SUCH_OBJECT);
        return wrong ? Optional.of(new Wrong()) : Optional.empty();
    }

    /**
     * All but 775 are given only to the right password: 530 wrong hour, 531 wrong place, 532 password expired, 533 disabled, 701 account
     * expired, 773 must change it. What is left is 52e, and 525 for an entry that went.
     */
    private static Bound ofActiveDirectory(String subCode) {
        return switch (subCode) {
            case "530", "531" -> new Right(AccountState.HOURS);
            case "532", "701" -> new Right(AccountState.EXPIRED);
            case "533" -> new Right(AccountState.DISABLED);
            case "773" -> new Right(AccountState.MUST_CHANGE);
            case "775" -> new LockedOut();
            default -> new Wrong();
        };
    }

    /** draft-behera-ldap-password-policy §6: the lock is found before the password is looked at, its age behind that. */
    private static Bound ofPolicy(LDAPException refusal) {
        Optional<DraftBeheraLDAPPasswordPolicy10ErrorType> error =
                refusal instanceof LDAPBindException bind ? policy(bind.getBindResult()) : Optional.empty();
        return error.<Bound>map(type -> switch (type) {
                    case ACCOUNT_LOCKED -> new LockedOut();
                    case PASSWORD_EXPIRED -> new Right(AccountState.EXPIRED);
                    case CHANGE_AFTER_RESET -> new Right(AccountState.MUST_CHANGE);
                    case PASSWORD_MOD_NOT_ALLOWED,
                            MUST_SUPPLY_OLD_PASSWORD,
                            INSUFFICIENT_PASSWORD_QUALITY,
                            PASSWORD_TOO_SHORT,
                            PASSWORD_TOO_YOUNG,
                            PASSWORD_IN_HISTORY -> new Wrong();
                })
                .orElseGet(Wrong::new);
    }

    private static Optional<DraftBeheraLDAPPasswordPolicy10ErrorType> policy(BindResult result) {
        try {
            return Optional.ofNullable(DraftBeheraLDAPPasswordPolicy10ResponseControl.get(result))
                    .map(DraftBeheraLDAPPasswordPolicy10ResponseControl::getErrorType);
        } catch (LDAPException unreadable) {
            return Optional.empty();
        }
    }
}
