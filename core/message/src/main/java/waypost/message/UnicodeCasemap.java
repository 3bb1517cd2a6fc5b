package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * The collation i;unicode-casemap (RFC 5051), by which SEARCH, SORT and THREAD compare strings (RFC 5255 §4.2, RFC 5256 §7); the index of searches
 * has its text prepared by it too. Each character is
 * titlecased and then decomposed, as §2 has it: one by one, so that text may stream by; marks of several are not put in another order.
 */
public final class UnicodeCasemap {
    /** UTF-16 units that one character may come to. */
    public static final int LONGEST = 18;

    private static final int FIRST_HANGUL = 0xAC00;
    private static final int LAST_HANGUL = 0xD7A3;

    private static final char[] OCTETS = new char[256];

    /** What a character of the basic plane comes to where that is one unit; 0 where it is not. */
    private static final char[] ONE = new char[1 << 16];

    private static final String[] SEVERAL = new String[1 << 16];

    static {
        for (int octet = 0; octet < OCTETS.length; octet++) {
            OCTETS[octet] = (char) (octet >= 'a' && octet <= 'z' ? octet - ('a' - 'A') : octet);
        }
        for (int c = 0; c < ONE.length; c++) {
            boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            boolean hangul = c >= FIRST_HANGUL && c <= LAST_HANGUL; // many, and quickly decomposed
            if (!surrogate && !hangul) {
                String prepared = decomposed(c);
                if (prepared.length() == 1) {
                    ONE[c] = prepared.charAt(0);
                } else {
                    SEVERAL[c] = prepared;
                }
            }
        }
    }

    private UnicodeCasemap() {}

    private static String decomposed(int character) {
        return Normalizer.normalize(Character.toString(Character.toTitleCase(character)), Normalizer.Form.NFKD);
    }

    /** What ASCII comes to. Another octet is left as it is: which character it is part of is not known. */
    public static char prepare(byte octet) {
        return OCTETS[octet & 0xff];
    }

    /** Puts what the character at {@code from} comes to into an array that has room for {@link #LONGEST}; answers where it ends. */
    public static int prepare(char[] text, int from, int end, char[] prepared, int at) {
        char unit = text[from];
        char one = ONE[unit];
        if (one != 0) {
            prepared[at] = one;
            return at + 1;
        }
        String several = SEVERAL[unit];
        if (several == null) {
            several = decomposed(Character.codePointAt(text, from, end));
        }
        several.getChars(0, several.length(), prepared, at);
        return at + several.length();
    }

    /** The number of units that the character at {@code from} has. */
    public static int units(char[] text, int from, int end) {
        return Character.isHighSurrogate(text[from]) ? Character.charCount(Character.codePointAt(text, from, end)) : 1;
    }

    /** The text prepared, as UTF-16: good for equality and for parts of it. */
    public static char[] units(String text) {
        char[] characters = text.toCharArray();
        char[] prepared = new char[characters.length + LONGEST];
        int length = 0;
        for (int i = 0; i < characters.length; i += units(characters, i, characters.length)) {
            if (prepared.length - length < LONGEST) {
                prepared = Arrays.copyOf(prepared, 2 * prepared.length);
            }
            length = prepare(characters, i, characters.length, prepared, length);
        }
        return Arrays.copyOf(prepared, length);
    }

    /** The text prepared, as its UTF-8, each octet one character: {@link String#compareTo} orders it as i;octet does. */
    public static String prepare(String text) {
        String prepared = new String(units(text));
        return new String(prepared.getBytes(UTF_8), ISO_8859_1);
    }
}
