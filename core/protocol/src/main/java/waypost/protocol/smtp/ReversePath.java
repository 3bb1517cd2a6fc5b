package waypost.protocol.smtp;

import java.util.Optional;

/** The sender of a transaction: a mailbox, or nobody, to whom nothing is ever reported (RFC 5321 §4.5.5). */
public record ReversePath(Optional<Mailbox> mailbox) {
    public static final ReversePath NULL = new ReversePath(Optional.empty());

    public static ReversePath of(Mailbox mailbox) {
        return new ReversePath(Optional.of(mailbox));
    }

    public boolean ascii() {
        return mailbox.map(Mailbox::ascii).orElse(true);
    }

    /** With its angle brackets. */
    @Override
    public String toString() {
        return "<" + mailbox.map(Mailbox::toString).orElse("") + ">";
    }
}
