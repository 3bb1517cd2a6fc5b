package waypost.mapping;

import java.util.Locale;
import java.util.Optional;
import waypost.directory.Bound;

/** Whether an account may be used. */
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

    static AccountState of(Bound.Bar bar) {
        return switch (bar) {
            case HOURS -> HOURS;
            case DISABLED -> DISABLED;
            case EXPIRED -> EXPIRED;
            case MUST_CHANGE -> MUST_CHANGE;
        };
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

    /** The word for it, as {@link #parse} reads it. */
    String word() {
        return this == LOCKED_OUT
                ? LOCKED.word()
                : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
