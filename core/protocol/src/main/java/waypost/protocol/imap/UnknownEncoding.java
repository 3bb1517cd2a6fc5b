package waypost.protocol.imap;

import waypost.protocol.imap.Mailboxes.MailboxException;

/** Content in a transfer encoding that is not known here (RFC 3516 §4.3), or that no mailbox stores (§4.4). */
final class UnknownEncoding extends MailboxException {
    static final String CODE = "UNKNOWN-CTE";

    private static final long serialVersionUID = 1;

    UnknownEncoding() {
        super(CODE, "Content is in an unknown transfer encoding");
    }
}
