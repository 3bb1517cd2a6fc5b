package waypost.mapping;

import java.util.List;
import waypost.directory.Names;

/**
 * Which attributes of an entry say what the directory itself makes of the account, beside the state that is ours.
 *
 * @param control bits, as of MS-ADTS §2.2.16
 * @param computed more of them, which the directory works out
 * @param expires when the account ends, in 100 ns from 1601
 * @param locked when it was locked, or that it is for good (draft-behera-ldap-password-policy §5.3.3)
 * @param mustChange {@code TRUE} where only a new password lets its owner in (§5.3.8)
 * @param starts from when its password may be used
 * @param ends until when
 */
public record StateNames(
        String control, String computed, String expires, String locked, String mustChange, String starts, String ends) {
    /** As Active Directory and the overlay {@code ppolicy} have them. */
    public static final StateNames STANDARD = new StateNames(
            "userAccountControl",
            "msDS-User-Account-Control-Computed",
            "accountExpires",
            "pwdAccountLockedTime",
            "pwdReset",
            "pwdStartTime",
            "pwdEndTime");

    public StateNames {
        List.of(control, computed, expires, locked, mustChange, starts, ends).forEach(Names::attribute);
    }

    /** What has to be asked for to tell the state. */
    List<String> all() {
        return List.of(control, computed, expires, locked, mustChange);
    }

    /** Those of which one is there while the password of a bind may not have been looked at. */
    List<String> locks() {
        return List.of(locked, starts, ends);
    }
}
