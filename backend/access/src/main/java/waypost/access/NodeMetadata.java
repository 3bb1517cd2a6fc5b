package waypost.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.MailboxMetadata;
import waypost.protocol.imap.Mailboxes.MailboxException;

/**
 * Annotations of the user's own mailboxes and of others', of which he sees the shared ones, and private ones of his own. He is told of what changes in his own (RFC 5464 §4.4 leaves that to the server).
 *
 * <p>Declined: MailboxMetadataChange in mailboxes of others (RFC 5465 §5.6), of which only names and messages are told.
 */
record NodeMetadata(StoreMetadata own, VisitorNotes notes, Finder finder) implements MailboxMetadata {
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
        StoreMetadata there = at(mailbox);
        return there.shows(entry) ? there.value(mailbox, entry) : notes.value(there.visited(mailbox), entry);
    }

    @Override
    public SortedMap<String, String> values(String mailbox) throws IOException {
        StoreMetadata there = at(mailbox);
        SortedMap<String, String> values = there.values(mailbox);
        if (!there.personal()) {
            values.putAll(notes.values(there.visited(mailbox)));
        }
        return values;
    }

    /** RFC 5464 §4.3: all of them change or none, which two accounts cannot promise. */
    @Override
    public void change(String mailbox, List<Change> changes) throws IOException {
        StoreMetadata there = at(mailbox);
        if (changes.stream().allMatch(change -> there.shows(change.entry()))) {
            there.change(mailbox, changes);
        } else if (changes.stream().noneMatch(change -> there.shows(change.entry()))) {
            notes.change(there.visited(mailbox), mailbox, changes);
        } else {
            throw new MailboxException("CANNOT", "Private and shared annotations are kept apart: change them so");
        }
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
