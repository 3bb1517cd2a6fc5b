package waypost.mapping;

import java.util.List;

/** Whose mail an address is. */
public sealed interface Addressees {
    /** One account's, or nobody's: what a look-up of that account says. */
    record One(Answer.Settled answer) implements Addressees {}

    /** That of each of these accounts, no two of which are the same. */
    record Several(List<Answer.Granted> accounts) implements Addressees {
        public Several {
            accounts = List.copyOf(accounts);
        }
    }

    /** The account whose address it is. */
    default Answer.Settled account() {
        return switch (this) {
            case One(Answer.Settled answer) -> answer;
            case Several(var _) -> new Answer.Refused(Answer.Kind.NO_MAILBOX);
        };
    }
}
