package waypost.protocol.smtp;

/** The character classes of RFC 5321 §4.1.2, with RFC 6531 §3.3: everything beyond ASCII counts as atext, qtext and let-dig. */
final class Octet {
    private Octet() {}

    static boolean atext(int c) {
        return alphaDigit(c) || c >= 0x80 || c > ' ' && "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    /** qtextSMTP = %d32-33 / %d35-91 / %d93-126. */
    static boolean qtext(int c) {
        return c >= 32 && c != '"' && c != '\\' && c != 127;
    }

    /** What may follow a backslash: %d32-126. */
    static boolean quotable(int c) {
        return c >= 32 && c <= 126;
    }

    static boolean letDig(int c) {
        return alphaDigit(c) || c >= 0x80;
    }

    /** esmtp-value = 1*(%d33-60 / %d62-126). */
    static boolean parameterValue(int c) {
        return c >= 33 && c != '=' && c != 127;
    }

    static boolean alphaDigit(int c) {
        return digit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }
}
