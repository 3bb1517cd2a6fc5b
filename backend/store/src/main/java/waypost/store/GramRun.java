package waypost.store;

/**
 * The grams of a text, told one by one as its characters come: each three characters in a row, but where two ideographs, syllables or the like meet,
 * these two, as each of them says more than a letter. Whether some characters are a gram depends on nothing beside them; so a text has all grams
 * of each text in it. A gram is a number of {@link #BITS} bits, by hashing: two may be the same.
 */
final class GramRun {
    static final int BITS = 21;

    /** The character completes no gram. */
    static final int NONE = -1;

    /** From here on come the scripts of which two characters are a gram, and surrogates. */
    private static final char WIDE = 0x2E80;

    private static final int CHARACTER = 16;
    private static final long THREE = (1L << 3 * CHARACTER) - 1;
    private static final long TWO = (1L << 2 * CHARACTER) - 1;

    private long field;
    private long characters;
    private int length;

    /** Begins another text. The same characters are other grams in another field. */
    void begin(SearchField of) {
        field = (long) of.ordinal() << 3 * CHARACTER;
        characters = 0;
        length = 0;
    }

    /** The gram that ends with the character, which is prepared, or {@link #NONE}. */
    int next(char prepared) {
        boolean before = (char) (characters >>> CHARACTER) >= WIDE;
        boolean last = (char) characters >= WIDE;
        characters = (characters << CHARACTER | prepared) & THREE;
        length = Math.min(length + 1, 3);
        if (last && prepared >= WIDE) {
            return number(characters & TWO);
        }
        return length < 3 || (before && last) ? NONE : number(characters);
    }

    private int number(long gram) {
        return (int) ((field | gram) * 0x9E37_79B9_7F4A_7C15L >>> Long.SIZE - BITS);
    }
}
