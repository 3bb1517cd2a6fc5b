package waypost.protocol.smtp;

/** A mail transaction between MAIL and its end. */
final class MessageInProgress {
    private final ContentCheck check;
    private final Transaction.Encoding encoding;
    private int recipients;
    private boolean chunked;

    MessageInProgress(long maxSize, Transaction.Encoding encoding) {
        check = new ContentCheck(maxSize);
        this.encoding = encoding;
    }

    ContentCheck check() {
        return check;
    }

    boolean takes(Mailbox address) {
        return encoding == Transaction.Encoding.SMTPUTF8 || address.ascii();
    }

    void recipientAccepted() {
        recipients++;
    }

    /** Accepted ones. */
    int recipients() {
        return recipients;
    }

    void chunkBegins() {
        chunked = true;
    }

    /** Whether BDAT was seen: nothing but BDAT, RSET and QUIT may follow (RFC 3030 §2). */
    boolean chunked() {
        return chunked;
    }
}
