package waypost.mapping;

import java.util.Set;
import java.util.stream.Stream;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/**
 * An entry that has an address and no mailbox: mail for it is others', one's if it is an alias, several's if it is a group.
 *
 * @param id of the entry
 * @param read the ids of all entries that were read for it, its own among them: when one of them changes, it is read again
 * @param members the ids of those who were found in it
 * @param roll whether all were whom it names
 * @param to whose mail it is, as addresses; may be nobody's
 * @param map name of the user map that knew it
 */
record Signpost(
        DirectoryId id, Set<DirectoryId> read, Set<DirectoryId> members, Roll roll, Set<AccountName> to, String map) {
    /** As many recipients as one transaction takes. */
    static final int MOST = 1000;

    enum Roll {
        COMPLETE,
        /** It names somebody whom the directory does not show: who is not there any more, or who is and has been lost. */
        LACKING
    }

    Signpost {
        read = Set.copyOf(read);
        members = Set.copyOf(members);
        to = Set.copyOf(to);
    }

    /** Of an entry that names them by their addresses. */
    static Signpost alias(DirectoryId id, Set<AccountName> to, String map) {
        return new Signpost(id, Set.of(id), Set.of(), Roll.COMPLETE, to, map);
    }

    /** Whom another one, of a moment later, may have lost: it names somebody who is not there, and these were, groups among them. */
    Stream<DirectoryId> doubtful(Signpost now) {
        return switch (now.roll) {
            case COMPLETE -> Stream.empty();
            case LACKING ->
                Stream.concat(read.stream(), members.stream())
                        .filter(one -> !now.read.contains(one) && !now.members.contains(one));
        };
    }

    @Override
    public String toString() {
        return to.isEmpty() ? "nobody" : to.size() == 1 ? to.iterator().next().toString() : to.size() + " addresses";
    }
}
