package waypost.protocol.imap;

/** What a client sent is not the grammar. Stays inside the parser, which answers Malformed; carries no stack trace. */
class SyntaxError extends Exception {
    private static final long serialVersionUID = 1;

    /** A mailbox name that is none: the command is whole, and no mailbox is called so. */
    static final class NoName extends SyntaxError {
        private static final long serialVersionUID = 1;

        NoName(String reason) {
            super(reason);
        }
    }

    SyntaxError(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
