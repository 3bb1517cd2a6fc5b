package waypost.mapping;

import java.util.Set;
import waypost.identity.AccountName;

/** Where mail for an account goes besides its mailbox, or in place of it. */
record Forward(Set<AccountName> to, Copy copy) {
    /** All mail stays. */
    static final Forward NONE = new Forward(Set.of(), Copy.KEPT);

    /** Whether the mailbox gets what is forwarded. */
    enum Copy {
        KEPT,
        NOT_KEPT
    }

    Forward {
        to = Set.copyOf(to);
    }
}
