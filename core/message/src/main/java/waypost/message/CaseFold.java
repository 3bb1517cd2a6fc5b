package waypost.message;

/**
 * Case folding for searches: ASCII letters as i;ascii-casemap (RFC 4790 §9.2), other characters of the basic plane by Unicode's simple case
 * mapping, one character to one character. ASCII folds only with ASCII (the Kelvin sign is no k), so that an ASCII text may be looked
 * for in bytes. No normalisation: composed and decomposed letters differ. Characters beyond the basic plane match exactly.
 */
public final class CaseFold {
    private static final char[] TABLE = table();

    private CaseFold() {}

    public static char fold(char character) {
        return TABLE[character];
    }

    /** Folds the characters {@code [start, end)} where they are. */
    public static void fold(char[] text, int start, int end) {
        char[] table = TABLE;
        for (int i = start; i < end; i++) {
            text[i] = table[text[i]];
        }
    }

    private static char[] table() {
        char[] table = new char[1 << 16];
        for (int c = 0; c < table.length; c++) {
            int folded = Character.toLowerCase(Character.toUpperCase(c));
            boolean sameKind = (folded < 0x80) == (c < 0x80) && folded < table.length;
            table[c] = (char) (sameKind ? folded : c);
        }
        return table;
    }
}
