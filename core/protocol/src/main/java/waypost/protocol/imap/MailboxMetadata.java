package waypost.protocol.imap;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import waypost.protocol.ServedSession.Wakeup;

/**
 * The port on annotations of mailboxes and of the server (RFC 5464). Names of entries are in small letters; values are octets as ISO-8859-1 characters.
 * Calls are as those of {@link Mailboxes}, and so are refusals.
 */
public interface MailboxMetadata {
    /** In place of the name of a mailbox: annotations of the server. */
    String SERVER = "";

    /** Octets of a value, at most (RFC 5464 §4.1: 1024 at least). */
    int MAX_OCTETS = 32 * 1024;

    /** Entries of a mailbox or the server, at most (RFC 5464 §4.1: 10 at least). */
    int MAX_ENTRIES = 100;

    /** @param value empty: the entry goes */
    record Change(String entry, Optional<String> value) {}

    /** Entries that others have changed. */
    record Changed(String mailbox, List<String> entries) {}

    Optional<String> value(String mailbox, String entry) throws IOException;

    /** All that there are. */
    SortedMap<String, String> values(String mailbox) throws IOException;

    /** Makes all of the changes or none, durable when it returns. Refused with TOOMANY beyond {@link #MAX_ENTRIES}. */
    void change(String mailbox, List<Change> changes) throws IOException;

    /** Begins to notice what others change; the wakeup is called when they do. Ends with the mailboxes. */
    void watch(Wakeup wakeup);

    /** What others have changed since {@link #watch} and since the last call; not more than is kept. */
    List<Changed> changed();

    /** Whether more was changed than is kept, so that {@link #changed} was not told all since the last call of this. */
    boolean lost();
}
