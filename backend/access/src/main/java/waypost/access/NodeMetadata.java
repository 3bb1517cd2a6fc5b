package waypost.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.MailboxMetadata;

/**
 * Annotations of the user's own mailboxes and of others'. He is told of what changes in his own (RFC 5464 §4.4 leaves that to the server).
 *
 * <p>Declined: MailboxMetadataChange in mailboxes of others (RFC 5465 §5.6), of which only names and messages are told.
 */
record NodeMetadata(StoreMetadata own, Finder finder) implements MailboxMetadata {
    /** Finds whose annotations those of a mailbox are. */
    @FunctionalInterface
    interface Finder {
        StoreMetadata of(String mailbox) throws IOException;
    }

    private StoreMetadata at(String mailbox) throws IOException {
        return mailbox.equals(SERVER) ? own : finder.of(mailbox);
    }

    @Override
    public Optional<String> value(String mailbox, String entry) throws IOException {
        return at(mailbox).value(mailbox, entry);
    }

    @Override
    public SortedMap<String, String> values(String mailbox) throws IOException {
        return at(mailbox).values(mailbox);
    }

    @Override
    public void change(String mailbox, List<Change> changes) throws IOException {
        at(mailbox).change(mailbox, changes);
    }

    @Override
    public void watch(Wakeup wakeup) {
        own.watch(wakeup);
    }

    @Override
    public List<Changed> changed() {
        return own.changed();
    }

    @Override
    public boolean lost() {
        return own.lost();
    }
}
