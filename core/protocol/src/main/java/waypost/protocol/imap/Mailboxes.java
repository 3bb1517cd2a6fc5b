package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.message.Envelope;
import waypost.message.MessageStructure;
import waypost.message.Octets;
import waypost.message.Preview;
import waypost.protocol.ServedSession.Wakeup;

/**
 * The port of an authenticated IMAP session on one user's mailboxes. Names are Unicode, {@code /} between levels, INBOX in capitals;
 * modified UTF-7 never comes this far. Calls may block; all are made by the session's thread. What cannot be done is a {@link NoSuch} or
 * another {@link MailboxException}, which the session turns into NO with its code.
 */
public interface Mailboxes extends AutoCloseable {

    /** A mailbox name in the hierarchy. {@code selectable} is false for a name that only has children. */
    record Entry(String name, boolean selectable, boolean hasChildren, boolean subscribed, Optional<SpecialUse> use) {}

    /** RFC 6154 §2. */
    enum SpecialUse {
        ARCHIVE,
        DRAFTS,
        JUNK,
        SENT,
        TRASH
    }

    /** {@code highestModSeq}: of the last change in the mailbox, expunged messages included (RFC 7162 §3.1.7). */
    record Counts(long messages, long recent, long uidNext, long uidValidity, long unseen, long highestModSeq) {}

    /**
     * What is found by looking at every message of a mailbox, though not into it.
     *
     * @param size octets of all messages (RFC 8438 §3)
     */
    record Totals(long size, long deleted) {}

    /**
     * Where the names of mailboxes begin that are not the user's own (RFC 2342), separator included; empty where there are none.
     *
     * @param others of other users
     * @param shared of nobody in particular
     */
    record Namespaces(Optional<String> others, Optional<String> shared) {
        public static final Namespaces PERSONAL = new Namespaces(Optional.empty(), Optional.empty());

        public boolean personal(String name) {
            return Stream.of(others, shared).flatMap(Optional::stream).noneMatch(name::startsWith);
        }
    }

    default Namespaces namespaces() {
        return Namespaces.PERSONAL;
    }

    /** All names, sorted, parents before children, INBOX first. Subscribed names that no longer exist are in {@link #subscriptions}. */
    List<Entry> list() throws IOException;

    List<String> subscriptions() throws IOException;

    /** A use that another mailbox has is refused with USEATTR (RFC 6154 §3), and there is no new mailbox then. */
    void create(String name, Optional<SpecialUse> use) throws IOException;

    void delete(String name) throws IOException;

    void rename(String from, String to) throws IOException;

    void subscribe(String name) throws IOException;

    void unsubscribe(String name) throws IOException;

    Counts status(String name) throws IOException;

    Totals totals(String name) throws IOException;

    /** What a mailbox has for itself, whatever its name is (RFC 8474 §4). */
    String mailboxId(String name) throws IOException;

    /**
     * Opens a mailbox; the wakeup is called when something in it changes by another hand. At most one is selected in a session; others may be
     * open beside it for reading.
     */
    SelectedMailbox select(String name, ImapCommand.Select.Access access, Wakeup wakeup) throws IOException;

    AppendLimit appendLimit();

    /** Empty where there are no quotas: QUOTA (RFC 9208) is not offered then. */
    default Optional<MailboxQuotas> quotas() {
        return Optional.empty();
    }

    /** Empty where there are no annotations: METADATA (RFC 5464) is not offered then. */
    default Optional<MailboxMetadata> metadata() {
        return Optional.empty();
    }

    /** Empty where nobody tells what others do: NOTIFY (RFC 5465) is not offered then. */
    default Optional<MailboxChanges> changes() {
        return Optional.empty();
    }

    /** Empty where there are no access control lists: ACL (RFC 4314) is not offered then. */
    default Optional<MailboxAcl> acl() {
        return Optional.empty();
    }

    /** Begins an APPEND. Throws before any byte is taken when the mailbox is not there or the message too large. */
    Upload append(String mailbox, List<String> flags, Optional<OffsetDateTime> date, long size) throws IOException;

    @Override
    void close();

    /** Messages on their way in (RFC 3502). Either {@link #commit} or {@link #abandon} ends it, with a failure of any other as well. */
    interface Upload {
        void write(ByteBuffer bytes) throws IOException;

        /** The message is complete, and another begins; refused as the first one may be. */
        void next(List<String> flags, Optional<OffsetDateTime> date, long size) throws IOException;

        /** The last message is complete. All are there, and durable, when it returns; none when it throws. */
        Appended commit() throws IOException;

        void abandon();
    }

    /** APPENDUID, RFC 4315 §3, RFC 3502: in the order of the messages. */
    record Appended(long uidValidity, List<Long> uids) {}

    /** COPYUID, RFC 4315 §3: both lists of the same length and order. */
    record Copied(long uidValidity, List<Long> sourceUids, List<Long> destinationUids) {}

    /**
     * A message as the port stores it; used by FETCH and SEARCH. Structure and envelope are to be had without reading the bytes. What is not as it was
     * stored is {@link Corrupt}, when it is asked for or when its octets are read.
     */
    interface Content {
        Octets octets() throws IOException;

        MessageStructure structure() throws IOException;

        /** Of the message itself; those of enclosed messages are in the structure. */
        Envelope envelope() throws IOException;

        /** RFC 8970 §3; empty where nothing can be shown. */
        default String preview() throws IOException {
            return Preview.of(octets(), structure());
        }

        /** As {@link #preview}, if that is known without reading the message (RFC 8970 §4.1). */
        default Optional<String> previewAtHand() throws IOException {
            return Optional.of(preview());
        }
    }

    /** Refusal of the port: becomes NO with a response code (RFC 5530), or none. */
    class MailboxException extends IOException {
        private static final long serialVersionUID = 1;
        private final String code;

        public MailboxException(String code, String text) {
            super(text);
            this.code = code;
        }

        /** The response code without brackets; empty for none. */
        public String code() {
            return code;
        }
    }

    /** [CORRUPTION]: the message is not what was stored, and nobody gets to see it. */
    final class Corrupt extends MailboxException {
        private static final long serialVersionUID = 1;

        public Corrupt() {
            super("CORRUPTION", "Message is damaged on the disk");
        }
    }

    /** [NONEXISTENT], or [TRYCREATE] where a message was to go there. */
    final class NoSuch extends MailboxException {
        private static final long serialVersionUID = 1;

        public NoSuch(String mailbox) {
            super("NONEXISTENT", "No such mailbox: " + mailbox);
        }
    }
}
