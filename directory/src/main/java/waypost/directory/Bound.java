package waypost.directory;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a bind as a user ended with. */
public sealed interface Bound {
    /** @param bar why nobody is let in with it nevertheless, if so */
    record Right(Optional<Bar> bar) implements Bound {
        Right(Bar bar) {
            this(Optional.of(bar));
        }
    }

    record Wrong() implements Bound {}

    /** No password would do now; whether this one is right is not said. */
    record LockedOut() implements Bound {}

    /** This server cannot say, or may have the password of before; another one may say. */
    record Elsewhere(String reason) implements Bound {}

    record Failed(String reason) implements Bound {}

    /** Why a password is of no use, though it is right. */
    enum Bar {
        /** Not at this hour, or not from here. */
        HOURS,
        DISABLED,
        EXPIRED,
        /** Only a new one lets its owner in. */
        MUST_CHANGE
    }

    /** Whether it says nothing of the account. */
    default boolean unsaid() {
        return switch (this) {
            case Elsewhere(var _), Failed(var _) -> true;
            case Right(var _), Wrong(), LockedOut() -> false;
        };
    }

    /** Active Directory puts a sub-code into the diagnostic message of result 49. */
    Pattern SUB_CODE = Pattern.compile("AcceptSecurityContext error, data ([0-9a-f]{1,8}),");

    /** How its diagnostic messages begin: an error of Windows, and where in its source that was said. */
    Pattern CONTROLLER = Pattern.compile("^[0-9A-Fa-f]{8}: LdapErr: ");

    /** draft-behera-ldap-password-policy §5.2: a password that is right and must be changed is a success. */
    static Bound taken(BindResult result) {
        return policy(result)
                .filter(DraftBeheraLDAPPasswordPolicy10ErrorType.CHANGE_AFTER_RESET::equals)
                .map(_ -> new Right(Bar.MUST_CHANGE))
                .orElseGet(() -> new Right(Optional.empty()));
    }

    /** What is meant by a refusal that {@link Results} has as definite. */
    static Bound refused(LDAPException refusal, DirectoryKind kind) {
        String message = refusal.getDiagnosticMessage() == null ? "" : refusal.getDiagnosticMessage();
        boolean ofController = kind == DirectoryKind.ACTIVE_DIRECTORY
                || CONTROLLER.matcher(message).find();
        if (!ofController) {
            return ofPolicy(refusal);
        }
        Matcher subCode = SUB_CODE.matcher(message);
        return subCode.find()
                ? ofActiveDirectory(subCode.group(1), refusal)
                : new Failed("a refusal without its reason: " + Reason.of(refusal));
    }

    /**
     * All but 775 are given only to the right password: 530 wrong hour, 531 wrong place, 532 password expired, 533 disabled, 701 account
     * expired, 773 must change it. 52e alone says that it is wrong. What is left, as 525 for an entry that went and 52f for one that is restricted, says
     * nothing of it.
     */
    private static Bound ofActiveDirectory(String subCode, LDAPException refusal) {
        return switch (subCode) {
            case "530", "531" -> new Right(Bar.HOURS);
            case "532", "701" -> new Right(Bar.EXPIRED);
            case "533" -> new Right(Bar.DISABLED);
            case "773" -> new Right(Bar.MUST_CHANGE);
            case "775" -> new LockedOut();
            case "52e" -> new Wrong();
            default -> new Failed("a refusal for the reason " + subCode + ": " + Reason.of(refusal));
        };
    }

    /** draft-behera-ldap-password-policy §6: the lock is found before the password is looked at, its age behind that. */
    private static Bound ofPolicy(LDAPException refusal) {
        Optional<DraftBeheraLDAPPasswordPolicy10ErrorType> error =
                refusal instanceof LDAPBindException bind ? policy(bind.getBindResult()) : Optional.empty();
        return error.<Bound>map(type -> switch (type) {
                    case ACCOUNT_LOCKED -> new LockedOut();
                    case PASSWORD_EXPIRED -> new Right(Bar.EXPIRED);
                    case CHANGE_AFTER_RESET -> new Right(Bar.MUST_CHANGE);
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
