package waypost.access;

import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.store.Folder;
import waypost.store.FolderRole;

/** Where search folders are in a user's own mailboxes: what he makes there is one. A mailbox that was there before there were any stays what it is. */
final class SearchNames {
    static final String TOP = "Search Folders";

    private SearchNames() {}

    static boolean hold(String name) {
        return name.equals(TOP) || name.startsWith(TOP + "/");
    }

    /** The name without the top. */
    static String below(String name) {
        return name.startsWith(TOP + "/") ? name.substring(TOP.length() + 1) : name;
    }

    static boolean search(Folder folder) {
        return folder.role() == FolderRole.SEARCH;
    }

    /** A mailbox stays what it is. */
    static void requireRename(Folder folder, String to) throws MailboxException {
        if (search(folder) != hold(to)) {
            throw new MailboxException("CANNOT", "Search folders, and nothing else, are below " + TOP);
        }
    }

    /** What it shows is in other mailboxes. */
    static void requireOrdinary(Folder folder) throws MailboxException {
        if (search(folder)) {
            throw refusal();
        }
    }

    static MailboxException refusal() {
        return new MailboxException("CANNOT", "What a search folder shows is in other mailboxes");
    }
}
