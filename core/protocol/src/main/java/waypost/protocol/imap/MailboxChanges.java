package waypost.protocol.imap;

import java.io.IOException;
import java.util.List;
import waypost.protocol.ServedSession.Wakeup;

/**
 * The port on what others do to mailboxes, whether they are open or not (RFC 5465). What the session has done itself to names and subscriptions is left
 * out. Calls are as those of {@link Mailboxes}.
 */
public interface MailboxChanges {
    /** Notices what happens from now on; the wakeup is called when something does. What was noticed before and not taken is forgotten. */
    void watch(Wakeup wakeup) throws IOException;

    void unwatch();

    /** What has happened since {@link #watch} and since the last call, in an order that can be told. */
    List<Change> take() throws IOException;

    /** Names are those that there are now. */
    sealed interface Change {
        record Created(String mailbox) implements Change {}

        record Deleted(String mailbox) implements Change {}

        /** With all that is below it. */
        record Renamed(String from, String to) implements Change {}

        /** Subscribed or no longer. */
        record Subscription(String mailbox) implements Change {}

        /** Messages have come, gone or got other flags. */
        record Messages(String mailbox) implements Change {}

        /** More has happened than is kept for a session that does not take it; nothing is noticed any longer. */
        record Lost() implements Change {}
    }
}
