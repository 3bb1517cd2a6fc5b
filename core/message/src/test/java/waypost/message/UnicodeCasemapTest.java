package waypost.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;

class UnicodeCasemapTest {
    /** RFC 5051 §2 of each character there is, of lone surrogates and of text as long as its answer may get. */
    @Test
    void preparesEachCharacter() {
        int longest = 0;
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            String expected =
                    Normalizer.normalize(Character.toString(Character.toTitleCase(character)), Normalizer.Form.NFKD);
            String text = Character.toString(character);
            char[] units = UnicodeCasemap.units(text);
            assertEquals(expected, new String(units), () -> text);
            longest = Math.max(longest, units.length);
        }
        assertEquals(UnicodeCasemap.LONGEST, longest);
        assertEquals(18 * 100, UnicodeCasemap.units("\ufdfa".repeat(100)).length);
    }

    @Test
    void preparesOctetsOfAsciiAsItsCharacters() {
        for (int octet = 0; octet < 256; octet++) {
            char prepared = octet < 0x80 ? UnicodeCasemap.units(Character.toString(octet))[0] : (char) octet;
            assertEquals(prepared, UnicodeCasemap.prepare((byte) octet));
        }
    }

    @Test
    void preparesTextCharacterByCharacter() {
        assertArrayEquals("A\u0308B\ud83d\ude00".toCharArray(), UnicodeCasemap.units("\u00e4b\ud83d\ude00"));
        assertArrayEquals(new char[] {'\ud83d', 'A'}, UnicodeCasemap.units("\ud83da"));
        assertArrayEquals(new char[0], UnicodeCasemap.units(""));
    }
}
