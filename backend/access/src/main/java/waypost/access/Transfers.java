package waypost.access;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.store.Copied;
import waypost.store.MessageRef;
import waypost.store.Outcome;
import waypost.store.Right;

/** Where messages of an open folder go: within its account, or to another. One session's thread. */
final class Transfers {
    private final Place from;
    private final Place.Finder places;
    private final Replacing replacing;

    /** Begins what takes a message's place. */
    interface Replacing {
        StoreUpload begin(Place to, StoreUpload.Replaced replaced) throws IOException;
    }

    Transfers(Place from, Place.Finder places, Replacing replacing) {
        this.from = from;
        this.places = places;
        this.replacing = replacing;
    }

    Mailboxes.Copied copy(List<MessageRef> messages, String mailbox) throws IOException {
        Place to = places.find(mailbox, Right.CREATE);
        return copied(
                from.sameAccount(to)
                        ? from.branch()
                                .access()
                                .copy(from.folder().id(), messages, to.folder().id())
                        : from.crossing(to).copy(messages),
                mailbox);
    }

    Mailboxes.Copied move(List<MessageRef> messages, String mailbox) throws IOException {
        Place to = places.find(mailbox, Right.CREATE);
        return copied(
                from.sameAccount(to)
                        ? from.branch()
                                .access()
                                .move(from.folder().id(), messages, to.folder().id())
                        : from.crossing(to).move(messages),
                mailbox);
    }

    private static Mailboxes.Copied copied(Outcome<Copied> outcome, String mailbox) throws MailboxException {
        Copied copied = Refusals.done(outcome, mailbox);
        return new Mailboxes.Copied(copied.uidValidity(), copied.sourceUids(), copied.destinationUids());
    }

    Mailboxes.Upload replace(
            MessageRef message, String mailbox, List<String> flags, Optional<OffsetDateTime> date, long octets)
            throws IOException {
        Place to = places.find(mailbox, Right.CREATE);
        SearchNames.requireOrdinary(to.folder());
        StoreUpload upload = replacing.begin(to, new StoreUpload.Replaced(from, message));
        upload.next(flags, date, octets);
        return upload;
    }
}
