package waypost.store;

import java.util.Optional;
import waypost.identity.AccountId;

/** To whom rights are given (RFC 4314 §2: "identifier"). A user is his account: he keeps what he was given under another name, and nobody gets it who takes his. */
public sealed interface Principal {
    String USER = "user:";
    String GROUP = "group:";
    String ANYONE = "anyone";

    record User(AccountId account) implements Principal {}

    record Group(String name) implements Principal {}

    /** Who has logged in, whoever it is. */
    record Anyone() implements Principal {}

    /** How records spell it. */
    default String text() {
        return switch (this) {
            case User(AccountId account) -> USER + account;
            case Group(String name) -> GROUP + name;
            case Anyone() -> ANYONE;
        };
    }

    static Optional<Principal> of(String text) {
        if (text.startsWith(USER)) {
            return user(text.substring(USER.length()));
        }
        if (text.startsWith(GROUP)) {
            return Optional.of(new Group(text.substring(GROUP.length())));
        }
        return text.equals(ANYONE) ? Optional.of(new Anyone()) : Optional.empty();
    }

    private static Optional<Principal> user(String id) {
        try {
            return Optional.of(new User(AccountId.parse(id)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
