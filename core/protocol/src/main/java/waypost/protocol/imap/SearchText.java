package waypost.protocol.imap;

import java.util.Arrays;
import waypost.message.CaseFold;

/**
 * A text to look for, case aside, by Horspool's algorithm. Immutable. An ASCII text is found in bytes as well, in any charset whose ASCII
 * octets always stand for themselves.
 */
final class SearchText {
    private final char[] folded;
    private final boolean ascii;
    private final boolean blanks;

    /** How far to go on after a window that ends in an octet, or in a character with that low octet. */
    private final int[] skip = new int[256];

    SearchText(String text) {
        folded = text.toCharArray();
        CaseFold.fold(folded, 0, folded.length);
        ascii = text.chars().allMatch(c -> c < 0x80);
        blanks = text.chars().anyMatch(c -> c == ' ' || c == '\t');
        Arrays.fill(skip, Math.max(1, folded.length));
        for (int i = 0; i < folded.length - 1; i++) {
            int distance = folded.length - 1 - i;
            skip[folded[i] & 0xff] = distance;
            skip[Character.toUpperCase(folded[i]) & 0xff] = distance;
        }
    }

    int length() {
        return folded.length;
    }

    boolean isEmpty() {
        return folded.length == 0;
    }

    /** Whether {@link #in(byte[], int, int)} may be asked. */
    boolean ascii() {
        return ascii;
    }

    boolean blanks() {
        return blanks;
    }

    boolean in(byte[] octets, int start, int end) {
        int last = folded.length - 1;
        if (last < 0) {
            return true;
        }
        char ending = folded[last];
        int[] skips = skip;
        for (int i = start + last; i < end; ) {
            int octet = octets[i] & 0xff;
            if (CaseFold.fold((char) octet) == ending && matches(octets, i - last)) {
                return true;
            }
            i += skips[octet];
        }
        return false;
    }

    /** Looks in characters that are folded already. */
    boolean in(char[] text, int start, int end) {
        int last = folded.length - 1;
        if (last < 0) {
            return true;
        }
        char ending = folded[last];
        int[] skips = skip;
        for (int i = start + last; i < end; ) {
            char character = text[i];
            if (character == ending && matches(text, i - last)) {
                return true;
            }
            i += skips[character & 0xff];
        }
        return false;
    }

    boolean in(String text) {
        if (text.length() < folded.length) {
            return false;
        }
        char[] characters = text.toCharArray();
        CaseFold.fold(characters, 0, characters.length);
        return in(characters, 0, characters.length);
    }

    private boolean matches(byte[] octets, int at) {
        for (int i = 0; i < folded.length - 1; i++) {
            if (CaseFold.fold((char) (octets[at + i] & 0xff)) != folded[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(char[] text, int at) {
        for (int i = 0; i < folded.length - 1; i++) {
            if (text[at + i] != folded[i]) {
                return false;
            }
        }
        return true;
    }
}
