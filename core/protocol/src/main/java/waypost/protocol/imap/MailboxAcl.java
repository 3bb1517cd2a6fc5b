package waypost.protocol.imap;

import java.io.IOException;
import java.util.List;

/**
 * The port on access control lists (RFC 4314). Calls are as those of {@link Mailboxes}, and so are refusals: who has no right to ask, and may not know of the
 * mailbox either, is told that there is none (§6).
 */
public interface MailboxAcl {
    /** RFC 4314 §3.1. */
    enum Change {
        REPLACE,
        ADD,
        REMOVE
    }

    record Entry(String identifier, MailboxRights rights) {}

    /**
     * RFC 4314 §3.7. No two rights are tied together.
     *
     * @param always rights that nobody can take away
     * @param optional rights that may be granted beside them
     */
    record Grantable(MailboxRights always, MailboxRights optional) {}

    /** Refused where the identifier is nobody's here, and where it would take away what cannot be. */
    void set(String mailbox, String identifier, Change change, MailboxRights rights) throws IOException;

    void delete(String mailbox, String identifier) throws IOException;

    /** By identifiers in their canonical form. */
    List<Entry> entries(String mailbox) throws IOException;

    Grantable grantable(String mailbox, String identifier) throws IOException;

    /** The user's own rights. Refused without one of those that RFC 4314 §4 wants for MYRIGHTS. */
    MailboxRights mine(String mailbox) throws IOException;
}
