package waypost.protocol.imap;

import java.util.List;
import java.util.Optional;

/** NOTIFY (RFC 5465 §3.1). */
public sealed interface NotifyCommand {
    /** @param groups of other mailboxes than the open one */
    record Set(Opening opening, OfSelected selected, List<Group> groups) implements NotifyCommand {}

    record None() implements NotifyCommand {}

    /** It asks for an event that is not supported. */
    record BadEvent() implements NotifyCommand {}

    /** Whether the client wants to know first how its mailboxes are. */
    enum Opening {
        SILENT,
        STATUS
    }

    /**
     * What is told of the open mailbox, whichever that is.
     *
     * @param events empty for NONE
     * @param items of messages that come (RFC 5465 §5.2)
     */
    record OfSelected(When when, java.util.Set<Event> events, List<FetchItem> items) {
        /** Before the first NOTIFY (RFC 5465 §3.1). */
        static final OfSelected STANDARD = new OfSelected(
                When.COMMANDS,
                java.util.Set.of(Event.MESSAGE_NEW, Event.MESSAGE_EXPUNGE, Event.FLAG_CHANGE),
                List.of());

        static final OfSelected NONE = new OfSelected(When.AT_ONCE, java.util.Set.of(), List.of());
    }

    enum When {
        /** Only while a command is processed. */
        COMMANDS,
        /** RFC 5465 §6.1.1. */
        AT_ONCE,
        /** At once, except of messages that go (RFC 5465 §6.1.2). */
        DELAYED
    }

    /** event-group of RFC 5465 §8; several may be about one mailbox, and add up. */
    record Group(MailboxFilter mailboxes, java.util.Set<Event> events) {}

    /** RFC 5465 §8. AnnotationChange is not among them: there is no ANNOTATE here (RFC 5257). */
    enum Event {
        MESSAGE_NEW("MessageNew"),
        MESSAGE_EXPUNGE("MessageExpunge"),
        FLAG_CHANGE("FlagChange"),
        MAILBOX_NAME("MailboxName"),
        SUBSCRIPTION_CHANGE("SubscriptionChange"),
        MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
        SERVER_METADATA_CHANGE("ServerMetadataChange");

        private final String name;

        Event(String name) {
            this.name = name;
        }

        /** As an answer has it. */
        @Override
        public String toString() {
            return name;
        }

        boolean ofMessages() {
            return this == MESSAGE_NEW || this == MESSAGE_EXPUNGE || this == FLAG_CHANGE;
        }

        /** What must be offered for it to be one (RFC 5465 §5.6, §5.7). */
        Optional<ImapExtension> extension() {
            return switch (this) {
                case MAILBOX_METADATA_CHANGE, SERVER_METADATA_CHANGE -> Optional.of(ImapExtension.METADATA);
                case MESSAGE_NEW, MESSAGE_EXPUNGE, FLAG_CHANGE, MAILBOX_NAME, SUBSCRIPTION_CHANGE -> Optional.empty();
            };
        }
    }
}
