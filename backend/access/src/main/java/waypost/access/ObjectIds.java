package waypost.access;

import waypost.store.Folder;
import waypost.store.Message;

/** The identifiers of RFC 8474. They are of the account, not of the node or the volume, and stay when it moves. */
final class ObjectIds {
    private ObjectIds() {}

    static String mailbox(Folder folder) {
        return "F" + folder.id();
    }

    /** A copy has that of its source (RFC 8474 §5.1). */
    static String email(Message message) {
        return "M" + message.original();
    }
}
