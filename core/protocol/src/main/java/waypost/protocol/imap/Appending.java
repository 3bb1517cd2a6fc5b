package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.Mailboxes.Appended;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.Mailboxes.Upload;

/**
 * An APPEND or REPLACE whose messages are on their way (RFC 3501 §6.3.11, RFC 3502, RFC 8508): all of them get there or none. After a failure
 * the rest is read and thrown away.
 *
 * <p>Declined: RFC 6855 §4 would have a message refused that has 8-bit octets in its header, from a client that has not enabled UTF8=ACCEPT.
 * Mail had such octets long before that RFC, and who carries it over from another server must not lose it. They are kept as they come.
 */
final class Appending {
    /** Messages of one APPEND, so that it fits into one commit. */
    private static final int MOST = 1000;

    private final String tag;
    private final Verb verb;
    private final Upload upload;
    private final ImapExtensions extensions;
    private final String mailbox;
    private int messages = 1;
    private List<Long> uids = List.of();
    private Optional<IOException> problem = Optional.empty();

    private enum Verb {
        APPEND,
        REPLACE
    }

    private Appending(String tag, Verb verb, String mailbox, Upload upload, ImapExtensions extensions) {
        this.tag = tag;
        this.verb = verb;
        this.mailbox = mailbox;
        this.upload = upload;
        this.extensions = extensions;
    }

    static Appending begin(String tag, ImapCommand.Append command, Mailboxes mailboxes, ImapExtensions extensions)
            throws IOException {
        AppendMessage first = command.first();
        refuseEmpty(first);
        Upload upload = mailboxes.append(command.mailbox(), Flags.storable(first.flags()), first.date(), first.size());
        return new Appending(tag, Verb.APPEND, command.mailbox(), upload, extensions);
    }

    /** @param number of the message that goes when the new one has come */
    static Appending replace(
            String tag, ImapCommand.Replace command, SelectedMailbox from, int number, ImapExtensions extensions)
            throws IOException {
        AppendMessage message = command.message();
        refuseEmpty(message);
        Upload upload = from.replace(
                number, command.mailbox(), Flags.storable(message.flags()), message.date(), message.size());
        return new Appending(tag, Verb.REPLACE, command.mailbox(), upload, extensions);
    }

    String tag() {
        return tag;
    }

    /** Where the messages go. */
    String mailbox() {
        return mailbox;
    }

    /** Those of the messages, once they are there. */
    List<Long> uids() {
        return uids;
    }

    /** Whether more messages may follow: RFC 8508 §4.7 knows nothing of several. */
    boolean several() {
        return verb == Verb.APPEND;
    }

    /** Goes on to another message. When it is refused, or one before it was, the APPEND is over. */
    void next(AppendMessage message) throws IOException {
        if (problem.isPresent()) {
            throw problem.get();
        }
        try {
            refuseEmpty(message);
            if (messages == MOST) {
                throw new MailboxException("LIMIT", "Too many messages at once");
            }
            upload.next(Flags.storable(message.flags()), message.date(), message.size());
            messages++;
        } catch (IOException refused) {
            upload.abandon();
            throw refused;
        }
    }

    /** RFC 3502 §6.3.11: "A zero-length message literal argument is an error, and MUST return a NO." */
    private static void refuseEmpty(AppendMessage message) throws MailboxException {
        if (message.size() == 0) {
            throw new MailboxException("", "APPEND cancelled by an empty message");
        }
    }

    void write(ByteBuffer slice) {
        if (problem.isPresent()) {
            return;
        }
        try {
            refuseNul(slice);
            upload.write(slice);
        } catch (IOException failed) {
            problem = Optional.of(failed);
            upload.abandon();
        }
    }

    /**
     * RFC 3501 §4.3.1: a literal has no NUL. A literal8 may have, but no mailbox stores one: neither POP3 nor SMTP nor BODY[] could give it
     * back, and to encode it anew would break signatures (RFC 3516 §4.4, §6).
     */
    private void refuseNul(ByteBuffer slice) throws MailboxException {
        for (int at = slice.position(); at < slice.limit(); at++) {
            if (slice.get(at) == 0) {
                String code = extensions.has(ImapExtension.BINARY) ? UnknownEncoding.CODE : "CANNOT";
                throw new MailboxException(code, "Message contains NUL octets");
            }
        }
    }

    String finish(Replies out) throws IOException {
        if (problem.isPresent()) {
            throw problem.get();
        }
        Appended appended = upload.commit();
        uids = appended.uids();
        String code = extensions.has(ImapExtension.UIDPLUS)
                ? "[APPENDUID " + appended.uidValidity() + " " + Answers.uidSet(appended.uids()) + "] "
                : "";
        return switch (verb) {
            case APPEND -> "OK " + code + "APPEND completed";
            case REPLACE -> { // RFC 8508 §4.3: ahead of the EXPUNGE
                if (!code.isEmpty()) {
                    out.untagged("OK " + code + "Replacement is there");
                }
                yield "OK REPLACE completed";
            }
        };
    }

    void abandon() {
        if (problem.isEmpty()) {
            upload.abandon();
        }
    }
}
