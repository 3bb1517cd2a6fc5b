package waypost.access;

import java.io.IOException;
import waypost.protocol.imap.MailboxRights;
import waypost.store.Crossing;
import waypost.store.Folder;
import waypost.store.Right;

/** A mailbox that a user may know of. */
record Place(Branch branch, Folder folder) {
    /** Finds mailboxes by the names that the user sees. */
    @FunctionalInterface
    interface Finder {
        /** Refuses where the user has none of the rights. */
        Place find(String mailbox, Right... anyOf) throws IOException;
    }

    String name() {
        return branch.name(folder);
    }

    /** What the user may do there, be it with his own messages alone. */
    MailboxRights usable() throws IOException {
        return branch.personal()
                ? MailboxRights.ALL
                : AclRights.usable(branch.access().rights(folder.id()));
    }

    /** The way to a mailbox of another account. */
    Crossing crossing(Place to) {
        return new Crossing(branch.access(), folder.id(), to.branch.access(), to.folder.id());
    }

    boolean sameAccount(Place other) {
        return branch.account().id().equals(other.branch.account().id());
    }
}
