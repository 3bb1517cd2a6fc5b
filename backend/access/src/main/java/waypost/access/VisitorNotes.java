package waypost.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import waypost.protocol.imap.MailboxMetadata;
import waypost.protocol.imap.MailboxMetadata.Change;
import waypost.store.Account;
import waypost.store.Outcome;
import waypost.store.Property;
import waypost.store.PropertyChange;
import waypost.store.PropertyDraft;
import waypost.store.PropertyKey;
import waypost.store.PropertyKind;
import waypost.store.PropertyValue;

/**
 * A user's private annotations of mailboxes of others (RFC 5464 §3.3). They are properties of his own account: he sees them alone, and they take his room. No
 * other mailbox ever has the number of one that is gone, so what is left of such a one is nobody's.
 */
record VisitorNotes(Account visitor) {
    /** A mailbox of another account. */
    record Visited(String account, int folderId) {
        private String prefix() {
            return account + "/" + folderId + " ";
        }

        private PropertyKey key(String entry) {
            return new PropertyKey(PropertyKind.VISITOR_METADATA, PropertyKey.ACCOUNT, prefix() + entry);
        }

        private PropertyChange change(Change change) {
            return change.value().isPresent()
                    ? new PropertyChange.Set(
                            key(change.entry()),
                            PropertyValue.of(octets(change.value().get())))
                    : new PropertyChange.Remove(key(change.entry()));
        }

        private boolean has(Property property) {
            return property.key().name().startsWith(prefix());
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    Optional<String> value(Visited mailbox, String entry) throws IOException {
        return visitor.properties().get(mailbox.key(entry)).map(StoreMetadata::text);
    }

    SortedMap<String, String> values(Visited mailbox) throws IOException {
        SortedMap<String, String> values = new TreeMap<>();
        for (Property property : visitor.properties().all(PropertyKind.VISITOR_METADATA, PropertyKey.ACCOUNT)) {
            if (mailbox.has(property)) {
                values.put(property.key().name().substring(mailbox.prefix().length()), StoreMetadata.text(property));
            }
        }
        return values;
    }

    void change(Visited mailbox, String name, List<Change> changes) throws IOException {
        List<PropertyChange> wanted = changes.stream().map(mailbox::change).toList();
        if (wanted.stream().anyMatch(PropertyChange.Set.class::isInstance)) {
            StoreMetadata.done(visitor.properties().edit(draft -> edit(draft, mailbox, wanted)), name);
        } else {
            StoreMetadata.done(visitor.properties().change(wanted), name);
        }
    }

    private static Outcome<Boolean> edit(PropertyDraft draft, Visited mailbox, List<PropertyChange> changes)
            throws IOException {
        long before = count(draft, mailbox);
        for (PropertyChange change : changes) {
            if (draft.change(change) instanceof Outcome.Refused<Boolean> refused) {
                return refused;
            }
        }
        return count(draft, mailbox) > Math.max(before, MailboxMetadata.MAX_ENTRIES)
                ? Outcome.refused(Outcome.Reason.PROPERTY_LIMIT)
                : Outcome.done(true);
    }

    private static long count(PropertyDraft draft, Visited mailbox) throws IOException {
        return draft.all(PropertyKind.VISITOR_METADATA, PropertyKey.ACCOUNT).stream()
                .filter(mailbox::has)
                .count();
    }
}
