package waypost.mapping;

import static waypost.mapping.AccountState.ACTIVE;
import static waypost.mapping.AccountState.DISABLED;
import static waypost.mapping.AccountState.EXPIRED;
import static waypost.mapping.AccountState.LOCKED;
import static waypost.mapping.AccountState.LOCKED_OUT;
import static waypost.mapping.AccountState.MUST_CHANGE;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.util.StaticUtils;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import waypost.mapping.UserMapSettings.Proof;

/** The state that an entry shows, and by what: the configured attribute, and what Active Directory and OpenLDAP's password policy keep. */
record ShownState(AccountState state, By by) {
    // MS-ADTS §2.2.16, userAccountControl bits
    private static final int AD_DISABLED = 0x2;
    private static final int AD_LOCKED_OUT = 0x10;
    private static final int AD_PASSWORD_EXPIRED = 0x80_0000;

    /** MS-ADTS: accountExpires counts 100 ns from 1601; 0 and the highest number mean never. */
    private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;

    private static final String LOCKED_FOR_EVER = "000001010000";

    private static final long TICKS_PER_SECOND = 10_000_000L;

    /** What shows it. */
    sealed interface By {
        /** Nothing speaks against it. */
        record Nothing() implements By {}

        /** A word, or whatever has one meaning only. */
        record Value(String attribute) implements By {}

        record Bit(String attribute, long bit) implements By {}

        /** A moment that is over. */
        record Since(String attribute, Instant moment) implements By {}
    }

    /** The two of them together say what Active Directory knows. */
    private record Control(StateNames names, long own, long computed) {
        static Control of(Entry entry, StateNames names) {
            return new Control(names, number(entry, names.control()), number(entry, names.computed()));
        }

        boolean has(long bit) {
            return ((own | computed) & bit) != 0;
        }

        ShownState says(AccountState state, long bit) {
            return new ShownState(state, new By.Bit((own & bit) != 0 ? names.control() : names.computed(), bit));
        }
    }

    /**
     * Empty if the entry says something that nobody has defined, or several things.
     *
     * @param proof who knows whether a lock for a time is over
     */
    static Optional<ShownState> of(Entry entry, AttributeNames names, Proof proof, Instant now) {
        if (Single.ofState(names).stream().anyMatch(single -> single.contradicts(entry))) {
            return Optional.empty();
        }
        String word = entry.getAttributeValue(names.state());
        Optional<AccountState> named = word == null ? Optional.of(ACTIVE) : AccountState.parse(word);
        try {
            return named.map(state -> state == ACTIVE
                    ? ofOthers(entry, names.states(), proof, now)
                    : new ShownState(state, new By.Value(names.state())));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static ShownState ofOthers(Entry entry, StateNames names, Proof proof, Instant now) {
        Control control = Control.of(entry, names);
        if (control.has(AD_DISABLED)) {
            return control.says(DISABLED, AD_DISABLED);
        }
        long expires = number(entry, names.expires());
        long moment = expires / TICKS_PER_SECOND - SECONDS_1601_TO_1970;
        if (expires > 0 && expires < Long.MAX_VALUE && moment <= now.getEpochSecond()) {
            return new ShownState(EXPIRED, new By.Since(names.expires(), Instant.ofEpochSecond(moment)));
        }
        if (control.has(AD_PASSWORD_EXPIRED)) {
            return control.says(EXPIRED, AD_PASSWORD_EXPIRED);
        }
        String locked = entry.getAttributeValue(names.locked());
        if (locked != null && locked.startsWith(LOCKED_FOR_EVER)) {
            return new ShownState(LOCKED, new By.Value(names.locked()));
        }
        if (control.has(AD_LOCKED_OUT)) {
            return control.says(LOCKED_OUT, AD_LOCKED_OUT);
        }
        if (locked != null && lasts(proof)) {
            return new ShownState(LOCKED_OUT, since(names.locked(), locked));
        }
        // draft-behera-ldap-password-policy §5.3.8
        return "TRUE".equalsIgnoreCase(entry.getAttributeValue(names.mustChange()))
                ? new ShownState(MUST_CHANGE, new By.Value(names.mustChange()))
                : new ShownState(ACTIVE, new By.Nothing());
    }

    private static By since(String attribute, String locked) {
        try {
            return new By.Since(
                    attribute, StaticUtils.decodeGeneralizedTime(locked).toInstant());
        } catch (ParseException unusual) {
            return new By.Value(attribute);
        }
    }

    /**
     * draft-behera-ldap-password-policy §5.3.3. The time of a lock stays in the entry after the lock has run out, until the next right
     * bind: where the directory checks passwords it says itself whether it is over. How long a lock lasts is in a policy that the entry
     * may not even name, so where hashes are compared here it lasts until the attribute goes.
     */
    private static boolean lasts(Proof proof) {
        return switch (proof) {
            case STORED_HASH -> true;
            case BIND, NODE -> false;
        };
    }

    /** With its reason, for the operator. */
    String words(Entry entry) {
        return switch (by) {
            case By.Nothing() -> state.word();
            case By.Value(String attribute) ->
                state.word() + ", as " + attribute + " is " + entry.getAttributeValue(attribute);
            case By.Bit(String attribute, long bit) ->
                "%s, as %s (%s) has bit 0x%X"
                        .formatted(state.word(), attribute, entry.getAttributeValue(attribute), bit);
            case By.Since(String attribute, Instant moment) -> state.word() + " since " + moment + ", by " + attribute;
        };
    }

    private static long number(Entry entry, String attribute) {
        String value = entry.getAttributeValue(attribute);
        return value == null ? 0 : Long.parseLong(value);
    }
}
