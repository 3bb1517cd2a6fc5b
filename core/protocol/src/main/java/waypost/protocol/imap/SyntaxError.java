package waypost.protocol.imap;

/** What a client sent is not the grammar. Stays inside the parser, which answers Malformed; carries no stack trace. */
final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxError(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
