package waypost.store;

import java.util.Optional;
import waypost.identity.AccountName;

/** To whom rights are given (RFC 4314 §2: "identifier"). */
public sealed interface Principal {
    String USER = "user:";
    String GROUP = "group:";
    String ANYONE = "anyone";

    record User(AccountName name) implements Principal {}

    record Group(String name) implements Principal {}

    /** Who has logged in, whoever it is. */
    record Anyone() implements Principal {}

    /** How records spell it. */
    default String text() {
        return switch (this) {
            case User(AccountName name) -> USER + name;
            case Group(String name) -> GROUP + name;
            case Anyone() -> ANYONE;
        };
    }

    static Optional<Principal> of(String text) {
        int at = text.lastIndexOf('@');
        if (text.startsWith(USER) && at >= USER.length()) {
            return Optional.of(new User(new AccountName(text.substring(USER.length(), at), text.substring(at + 1))));
        }
        if (text.startsWith(GROUP)) {
            return Optional.of(new Group(text.substring(GROUP.length())));
        }
        return text.equals(ANYONE) ? Optional.of(new Anyone()) : Optional.empty();
    }
}
