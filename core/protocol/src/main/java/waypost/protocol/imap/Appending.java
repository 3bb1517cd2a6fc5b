package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waypost.message.OctetScan;
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
    static final int MOST = 1000;

    private final String tag;
    private final Verb verb;
    private final Upload upload;
    private final Mailboxes mailboxes;
    private final ImapExtensions extensions;
    private final String mailbox;
    private int messages = 1;
    private long octets;

    /** Why NULs are refused that come next. */
    private String nul = "CANNOT";

    private List<Long> uids = List.of();
    private Optional<IOException> problem = Optional.empty();

    private enum Verb {
        APPEND,
        REPLACE
    }

    private Appending(
            String tag, Verb verb, String mailbox, Upload upload, Mailboxes mailboxes, ImapExtensions extensions) {
        this.tag = tag;
        this.verb = verb;
        this.mailbox = mailbox;
        this.upload = upload;
        this.mailboxes = mailboxes;
        this.extensions = extensions;
    }

    static Appending begin(String tag, ImapCommand.Append command, Mailboxes mailboxes, ImapExtensions extensions)
            throws IOException {
        AppendStep.Message first = first(command.steps());
        Upload upload = mailboxes.append(command.mailbox(), Flags.storable(first.flags()), first.date(), known(first));
        return new Appending(tag, Verb.APPEND, command.mailbox(), upload, mailboxes, extensions);
    }

    /** Takes the place of a message of the open mailbox when it is there. */
    static Appending replace(
            String tag,
            ImapCommand.Replace command,
            ImapState.Replaced.Message replaced,
            Mailboxes mailboxes,
            ImapExtensions extensions)
            throws IOException {
        AppendStep.Message message = first(command.steps());
        Upload upload = replaced.mailbox()
                .replace(
                        replaced.number(),
                        command.mailbox(),
                        Flags.storable(message.flags()),
                        message.date(),
                        known(message));
        return new Appending(tag, Verb.REPLACE, command.mailbox(), upload, mailboxes, extensions);
    }

    private static AppendStep.Message first(List<AppendStep> steps) throws MailboxException {
        if (steps.getFirst() instanceof AppendStep.Message message) {
            refuseEmpty(message);
            return message;
        }
        throw new IllegalArgumentException("no message begins");
    }

    /** Octets that the message has as far as that is known when it begins. */
    private static long known(AppendStep.Message message) {
        return message.size().orElse(0);
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
    void next(AppendStep.Message message) throws IOException {
        refuseProblem();
        try {
            refuseNothing();
            refuseEmpty(message);
            if (messages == MOST) {
                throw new MailboxException("MESSAGELIMIT " + MOST, "Too many messages at once"); // RFC 9738 §3.1
            }
            upload.next(Flags.storable(message.flags()), message.date(), known(message));
            messages++;
            octets = 0;
        } catch (IOException refused) {
            upload.abandon();
            throw refused;
        }
    }

    /** So many octets are about to come. What has gone wrong makes an end of it before the client sends them. */
    void expect(AppendStep.Octets more) throws IOException {
        nul = more.wrapping() == AppendStep.Wrapping.BINARY ? UnknownEncoding.CODE : "CANNOT";
        attempt(() -> refuseLarge(octets + more.size()));
        refuseProblem();
    }

    /** RFC 4469 §4.2: how large a message becomes shows only when its parts are there. */
    private void refuseLarge(long size) throws MailboxException {
        if (size > mailboxes.appendLimit().octets()) {
            throw new MailboxException("TOOBIG", "Message is too large");
        }
    }

    private void refuseProblem() throws IOException {
        if (problem.isPresent()) {
            throw problem.get();
        }
    }

    /** RFC 3502 §6.3.11: "A zero-length message literal argument is an error, and MUST return a NO." */
    private static void refuseEmpty(AppendStep.Message message) throws MailboxException {
        if (message.size().equals(OptionalLong.of(0))) {
            throw empty();
        }
    }

    /** The same of a message whose parts have no octets. */
    private void refuseNothing() throws MailboxException {
        if (octets == 0) {
            throw empty();
        }
    }

    private static MailboxException empty() {
        return new MailboxException("", "APPEND cancelled by an empty message");
    }

    /** A part that is in a mailbox here (RFC 4469 §3). Of several that are not, the first is told. */
    void link(String url) {
        attempt(() -> LinkedPart.read(url, mailboxes, extensions, this::take));
    }

    void write(ByteBuffer slice) {
        attempt(() -> take(slice));
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(Attempt attempt) {
        if (problem.isPresent()) {
            return;
        }
        try {
            attempt.run();
        } catch (IOException failed) {
            problem = Optional.of(failed);
            upload.abandon();
        }
    }

    private void take(ByteBuffer slice) throws IOException {
        octets += slice.remaining();
        refuseLarge(octets);
        refuseNul(slice);
        upload.write(slice);
    }

    /**
     * RFC 3501 §4.3.1: a literal has no NUL. A literal8 may have, but no mailbox stores one: neither POP3 nor SMTP nor BODY[] could give it
     * back, and to encode it anew would break signatures (RFC 3516 §4.4, §6).
     */
    private void refuseNul(ByteBuffer slice) throws MailboxException {
        if (OctetScan.firstBelow(1, slice, slice.position(), slice.limit()) < slice.limit()) {
            throw new MailboxException(nul, "Message contains NUL octets");
        }
    }

    String finish(Replies out) throws IOException {
        refuseProblem();
        try {
            refuseNothing();
        } catch (MailboxException nothing) {
            upload.abandon();
            throw nothing;
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
