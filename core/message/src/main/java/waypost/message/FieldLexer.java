package waypost.message;

/**
 * Reads the pieces of a structured field body (RFC 5322 §3.2, RFC 2045 §5.1), taking what is broken as it was probably meant. The text is
 * unfolded.
 */
final class FieldLexer {
    static final char END = '\uFFFF';

    private static final int MAX_COMMENT = 1024;

    private final String text;
    private int at;
    private String comment = "";

    FieldLexer(String text) {
        this.text = text;
    }

    char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    char next() {
        char next = peek();
        at++;
        return next;
    }

    boolean done() {
        return at >= text.length();
    }

    /** Skips the character if it is the next one. */
    boolean skip(char wanted) {
        boolean there = peek() == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    /** Skips white space and comments; answers whether there were any. */
    boolean skipSpace() {
        int before = at;
        while (!done()) {
            if (space(peek())) {
                at++;
            } else if (peek() == '(') {
                readComment();
            } else {
                break;
            }
        }
        return at > before;
    }

    /** Text of the last comment that was skipped since the last call; empty if none. */
    String takeComment() {
        String taken = comment;
        comment = "";
        return taken;
    }

    /** All up to one of these characters, white space or a comment; empty if it is one of them. */
    String until(String stops) {
        int from = at;
        while (!done() && !space(peek()) && peek() != '(' && stops.indexOf(peek()) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /** All up to the character, whatever it is, without white space around. */
    String rest(char stop) {
        int end = text.indexOf(stop, Math.min(at, text.length()));
        int from = Math.min(at, text.length());
        at = end < 0 ? text.length() : end;
        return text.substring(from, at).trim();
    }

    /** The content of the quoted string that begins here, quotes undone. One that is not closed ends with the text. */
    String quoted() {
        StringBuilder content = new StringBuilder();
        at++;
        while (!done()) {
            char next = next();
            if (next == '"') {
                break;
            }
            content.append(next == '\\' && !done() ? next() : next);
        }
        return content.toString();
    }

    /** Whether what follows is {@code name =}: the next parameter, its semicolon missing. */
    boolean startsParameter() {
        int end = at;
        while (end < text.length() && !space(text.charAt(end)) && "=;\"(".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end > at && end < text.length() && text.charAt(end) == '=';
    }

    private void readComment() {
        StringBuilder content = new StringBuilder();
        int depth = 0;
        do {
            char next = next();
            if (next == '\\' && !done()) {
                next = next();
            } else if (next == '(' && depth++ == 0) {
                continue;
            } else if (next == ')' && --depth == 0) {
                break;
            }
            if (content.length() < MAX_COMMENT) {
                content.append(next);
            }
        } while (!done());
        comment = content.toString().trim();
    }

    static boolean space(char octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }
}
