package waypost.protocol.imap;

import java.util.Optional;
import waypost.protocol.imap.ImapCommand.Literal;

/** The announcement of a literal that ends a line: <code>{size}</code>, or <code>{size+}</code> (RFC 7888 §3). */
record LiteralMark(long size, Literal kind) {
    private static final int MAX_DIGITS = 18;

    /** With braces, plus and CRLF. */
    static final int MAX_LENGTH = MAX_DIGITS + 5;

    /** The announcement that ends the given octets, if one does. */
    static Optional<LiteralMark> endOf(byte[] octets, int from, int to) {
        int end = to - 1;
        if (end < from || octets[end] != '}') {
            return Optional.empty();
        }
        boolean plus = end > from && octets[end - 1] == '+';
        int digitsEnd = plus ? end - 1 : end;
        int start = digitsEnd;
        long size = 0;
        long weight = 1;
        while (start > from && Characters.DIGIT.contains(octets[start - 1]) && digitsEnd - start < MAX_DIGITS) {
            start--;
            size += weight * (octets[start] - '0');
            weight *= 10;
        }
        if (start == digitsEnd || start == from || octets[start - 1] != '{') {
            return Optional.empty();
        }
        return Optional.of(new LiteralMark(size, plus ? Literal.NON_SYNCHRONIZING : Literal.SYNCHRONIZING));
    }

    boolean synchronizing() {
        return kind == Literal.SYNCHRONIZING;
    }
}
