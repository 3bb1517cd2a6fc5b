package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waypost.mapping.UserMapSettings.Proof;

/** Whether an account may be used: the configured attribute, and what Active Directory and OpenLDAP's password policy keep. */
enum AccountState {
    ACTIVE,
    DISABLED,
    LOCKED,
    /** For wrong passwords, which anybody may have tried: for a while, as a rule. */
    LOCKED_OUT,
    EXPIRED,
    /** Only a new password lets its owner in. */
    MUST_CHANGE,
    /** The directory lets nobody in at this hour, or from here. */
    HOURS;

    private static final String CONTROL = "userAccountControl";
    private static final String CONTROL_COMPUTED = "msDS-User-Account-Control-Computed";
    private static final String EXPIRES = "accountExpires";
    static final String LOCKED_TIME = "pwdAccountLockedTime";
    private static final String RESET = "pwdReset";
    static final List<String> ATTRIBUTES = List.of(CONTROL, CONTROL_COMPUTED, EXPIRES, LOCKED_TIME, RESET);

    // MS-ADTS §2.2.16, userAccountControl bits
    private static final int AD_DISABLED = 0x2;
    private static final int AD_LOCKED_OUT = 0x10;
    private static final int AD_PASSWORD_EXPIRED = 0x80_0000;

    /** MS-ADTS: accountExpires counts 100 ns from 1601; 0 and the highest number mean never. */
    private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;

    private static final String LOCKED_FOR_EVER = "000001010000";

    private static final long TICKS_PER_SECOND = 10_000_000L;

    /**
     * The state, or empty if the entry says something that nobody has defined.
     *
     * @param proof who knows whether a lock for a time is over
     */
    static Optional<AccountState> of(Entry entry, String stateAttribute, Proof proof, Instant now) {
        String word = entry.getAttributeValue(stateAttribute);
        Optional<AccountState> named = word == null ? Optional.of(ACTIVE) : parse(word);
        try {
            return named.map(state -> state == ACTIVE ? ofOthers(entry, proof, now) : state);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** The words of our own attribute, and the true and false of {@code nsAccountLock}. */
    static Optional<AccountState> parse(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "active", "false" -> Optional.of(ACTIVE);
            case "disabled", "true" -> Optional.of(DISABLED);
            case "locked" -> Optional.of(LOCKED);
            case "expired" -> Optional.of(EXPIRED);
            case "must-change" -> Optional.of(MUST_CHANGE);
            default -> Optional.empty();
        };
    }

    private static AccountState ofOthers(Entry entry, Proof proof, Instant now) {
        long control = number(entry, CONTROL) | number(entry, CONTROL_COMPUTED);
        if ((control & AD_DISABLED) != 0) {
            return DISABLED;
        }
        long expires = number(entry, EXPIRES);
        boolean over = expires > 0
                && expires < Long.MAX_VALUE
                && expires / TICKS_PER_SECOND - SECONDS_1601_TO_1970 <= now.getEpochSecond();
        if (over || (control & AD_PASSWORD_EXPIRED) != 0) {
            return EXPIRED;
        }
        String locked = entry.getAttributeValue(LOCKED_TIME);
        if (locked != null && locked.startsWith(LOCKED_FOR_EVER)) {
            return LOCKED;
        }
        if ((control & AD_LOCKED_OUT) != 0 || locked != null && lasts(proof)) {
            return LOCKED_OUT;
        }
        // draft-behera-ldap-password-policy §5.3.8
        return "TRUE".equalsIgnoreCase(entry.getAttributeValue(RESET)) ? MUST_CHANGE : ACTIVE;
    }

    /**
     * draft-behera-ldap-password-policy §5.3.3. The time of a lock stays in the entry after the lock has run out, until the next right
     * bind: where the directory checks passwords it says itself whether it is over. How long a lock lasts is in a policy that the entry
     * may not even name, so where hashes are compared here it lasts until the attribute goes.
     */
    private static boolean lasts(Proof proof) {
        return switch (proof) {
            case STORED_HASH -> true;
            case BIND -> false;
        };
    }

    /** The word for it, as {@link #parse} reads it. */
    String word() {
        return this == LOCKED_OUT
                ? LOCKED.word()
                : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long number(Entry entry, String attribute) {
        String value = entry.getAttributeValue(attribute);
        return value == null ? 0 : Long.parseLong(value);
    }
}
