package waypost.mapping;

import java.util.Set;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/**
 * An entry that has an address and no mailbox: mail for it is others', one's if it is an alias, several's if it is a group.
 *
 * @param id of the entry
 * @param read the ids of all entries that were read for it, its own among them: when one of them changes, it is read again
 * @param to whose mail it is, as addresses; may be nobody's
 * @param map name of the user map that knew it
 */
record Signpost(DirectoryId id, Set<DirectoryId> read, Set<AccountName> to, String map) {
    /** As many recipients as one transaction takes. */
    static final int MOST = 1000;

    Signpost {
        read = Set.copyOf(read);
        to = Set.copyOf(to);
    }

    @Override
    public String toString() {
        return to.isEmpty() ? "nobody" : to.size() == 1 ? to.iterator().next().toString() : to.size() + " addresses";
    }
}
