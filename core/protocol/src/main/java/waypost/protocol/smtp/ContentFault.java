package waypost.protocol.smtp;

/** Why the content of a message is refused, once all of it has been consumed. */
public enum ContentFault {
    /** CR without LF, or LF without CR: what one server takes for the end of a message another does not (RFC 5321 §2.3.8). */
    BARE_LINE_END(Replies.BARE_LINE_END),
    NUL(Replies.NUL),
    LINE_TOO_LONG(Replies.TEXT_LINE_TOO_LONG),
    TOO_BIG(Replies.MESSAGE_TOO_BIG);

    private final SmtpReply reply;

    ContentFault(SmtpReply reply) {
        this.reply = reply;
    }

    public SmtpReply reply() {
        return reply;
    }
}
