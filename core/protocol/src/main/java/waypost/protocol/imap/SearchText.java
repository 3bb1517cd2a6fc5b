package waypost.protocol.imap;

import java.util.Arrays;
import waypost.message.UnicodeCasemap;

/**
 * A text to look for, by Horspool's algorithm. It and what it is looked for in are prepared by {@link UnicodeCasemap}, so that case and
 * composition do not matter. Immutable. An ASCII text is found in bytes as well, in any charset whose ASCII octets always stand for
 * themselves; but it may also be part of other characters, of {@code \u00e9} the e.
 */
final class SearchText {
    private final char[] prepared;
    private final boolean ascii;
    private final boolean blanks;

    /** How far to go on after a window that ends in an octet, or in a character with that low octet. */
    private final int[] skip = new int[256];

    SearchText(String text) {
        prepared = UnicodeCasemap.units(text);
        String all = new String(prepared);
        ascii = all.chars().allMatch(c -> c < 0x80);
        blanks = all.chars().anyMatch(c -> c == ' ' || c == '\t');
        Arrays.fill(skip, Math.max(1, prepared.length));
        for (int i = 0; i < prepared.length - 1; i++) {
            int distance = prepared.length - 1 - i;
            skip[prepared[i] & 0xff] = distance;
            skip[Character.toLowerCase(prepared[i]) & 0xff] = distance;
        }
    }

    /** Prepared. */
    int length() {
        return prepared.length;
    }

    boolean isEmpty() {
        return prepared.length == 0;
    }

    /** Whether {@link #in(byte[], int, int)} may be asked. */
    boolean ascii() {
        return ascii;
    }

    boolean blanks() {
        return blanks;
    }

    boolean in(byte[] octets, int start, int end) {
        int last = prepared.length - 1;
        if (last < 0) {
            return true;
        }
        char ending = prepared[last];
        int[] skips = skip;
        for (int i = start + last; i < end; ) {
            byte octet = octets[i];
            if (UnicodeCasemap.prepare(octet) == ending && matches(octets, i - last)) {
                return true;
            }
            i += skips[octet & 0xff];
        }
        return false;
    }

    /** Looks in characters that are prepared already. */
    boolean in(char[] text, int start, int end) {
        int last = prepared.length - 1;
        if (last < 0) {
            return true;
        }
        char ending = prepared[last];
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
        char[] characters = UnicodeCasemap.units(text);
        return in(characters, 0, characters.length);
    }

    private boolean matches(byte[] octets, int at) {
        for (int i = 0; i < prepared.length - 1; i++) {
            if (UnicodeCasemap.prepare(octets[at + i]) != prepared[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(char[] text, int at) {
        for (int i = 0; i < prepared.length - 1; i++) {
            if (text[at + i] != prepared[i]) {
                return false;
            }
        }
        return true;
    }
}
