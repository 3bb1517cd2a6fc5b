package waypost.cluster;

import waypost.identity.Ownership;
import waypost.identity.Referral;

/** What this node says to somebody who wants an account: a log-in or a delivery. */
public sealed interface Resolution {
    /** This node serves it. */
    record Here(Ownership account) implements Resolution {}

    /** Another node has it. Followed only if its epoch is above the one that the asker came with. */
    record Elsewhere(Referral where) implements Resolution {}

    /** A finding: there is no such account. */
    record None(Absence why) implements Resolution {}

    /** The asker has come for an entry whose name is another's by now: he is to ask his directory again. The reason is for the log. */
    record Stale(String reason) implements Resolution {}

    /** Nobody can say now. The reason is for the log. */
    record Unavailable(String reason) implements Resolution {}

    /** Why there is none. */
    enum Absence {
        /** No directory knows the name. */
        UNKNOWN,
        /** The directory says that it takes no mail and lets nobody in. */
        DISABLED,
        /** Deleted; or detached, and nobody has its name any more. */
        GONE
    }
}
