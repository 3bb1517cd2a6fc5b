package waypost.store;

import java.util.List;
import waypost.identity.AccountId;

/**
 * Something in a volume that is not as it has to be.
 *
 * @param accounts whose it is; empty when it is the volume's own, or when that cannot be told
 */
public record VolumeFinding(Kind kind, List<AccountId> accounts, String what) {
    /** Kinds, the worst first. */
    public enum Kind {
        /** A stretch of the journal that cannot be read. */
        JOURNAL,
        /** An operation of the journal of which not all was understood. */
        OPERATION,
        /** A message, hold or queue entry whose body is not where it should be, or not what was written. */
        BODY,
        /** A number that could be given out a second time. */
        COUNTER,
        /** The index is not what the journal says; rebuilding it heals this. */
        INDEX
    }

    public VolumeFinding {
        accounts = List.copyOf(accounts);
    }
}
