package waypost.mapping;

import java.util.Set;
import waypost.identity.AccountName;

/** Where mail for an account goes besides its mailbox, or in place of it. */
public record Forward(Set<AccountName> to, Copy copy) {
    /** All mail stays. */
    public static final Forward NONE = new Forward(Set.of(), Copy.KEPT);

    /** Whether the mailbox gets what is forwarded. */
    public enum Copy {
        KEPT,
        NOT_KEPT
    }

    public Forward {
        to = Set.copyOf(to);
    }
}
