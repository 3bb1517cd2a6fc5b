package waypost.mapping;

import java.util.Optional;
import java.util.Set;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/** What accounts have at their nodes, and no directory has, by which their users prove themselves. Any thread; may block. */
@FunctionalInterface
public interface HeldSecrets {
    /** Where no node has any. */
    HeldSecrets NONE = (_, _, _) -> Optional.of(Held.NOTHING);

    /** Empty if nobody can say now. */
    Optional<Held> of(AccountName name, DirectoryId id, Route route);

    /**
     * Of one account.
     *
     * @param secondFactor whether the password alone is not enough
     * @param appPasswords ids of those that are good
     */
    record Held(boolean secondFactor, Set<String> appPasswords) {
        public static final Held NOTHING = new Held(false, Set.of());

        public Held {
            appPasswords = Set.copyOf(appPasswords);
        }
    }
}
