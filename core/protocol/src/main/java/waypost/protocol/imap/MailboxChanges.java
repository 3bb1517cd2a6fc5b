package waypost.protocol.imap;

import java.io.IOException;
import java.util.List;
import waypost.protocol.ServedSession.Wakeup;

/**
 * The port on what others do to mailboxes, whether they are open or not (RFC 5465). What the session has done itself to names and subscriptions is left
 * out. Calls are as those of {@link Mailboxes}.
 */
public interface MailboxChanges {
    /**
     * Notices what happens from now on; the wakeup is called when something does. What was noticed before and not taken is forgotten.
     *
     * @param concerned the mailboxes that the session wants to hear of: of others it need not be told, but may be
     */
    void watch(List<MailboxFilter> concerned, Wakeup wakeup) throws IOException;

    void unwatch();

    /** What has happened since {@link #watch} and since the last call, in an order that can be told. */
    List<Change> take() throws IOException;

    /** Of mailboxes that the user may know of, or might until now; names are those that there are now. */
    sealed interface Change {
        /** Or the user may know of it now (RFC 5465 §5.4). */
        record Created(String mailbox) implements Change {}

        /** Or the user may not know of it any longer. */
        record Deleted(String mailbox) implements Change {}

        /** The user may know of it still, and not read it any longer (RFC 5465 §5.9). */
        record Closed(String mailbox) implements Change {}

        /** The user, who might only know of it, may read it now. */
        record Opened(String mailbox) implements Change {}

        /** With all that is below it. */
        record Renamed(String from, String to) implements Change {}

        /** Subscribed or no longer. */
        record Subscription(String mailbox) implements Change {}

        /** Messages have come, gone or got other flags, and the user may read them. */
        record Messages(String mailbox) implements Change {}

        /** More has happened than is kept for a session that does not take it; nothing is noticed any longer. */
        record Lost() implements Change {}
    }
}
