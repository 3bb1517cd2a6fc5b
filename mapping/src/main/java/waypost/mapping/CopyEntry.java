package waypost.mapping;

import java.util.Optional;
import java.util.Set;
import waypost.identity.DirectoryId;

/**
 * What a copy of a directory has of one entry.
 *
 * @param names by which it is found
 * @param account empty: the entry is at fault, or a group or an alias, of which a copy tells nothing
 */
record CopyEntry(DirectoryId id, Set<CopyName> names, Optional<Account> account) {
    CopyEntry {
        names = Set.copyOf(names);
    }
}
