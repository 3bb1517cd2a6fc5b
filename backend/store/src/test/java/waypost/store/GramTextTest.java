package waypost.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GramTextTest {
    private static final String LETTERS =
            "abAB .\r\n\u00e4\u00c4\u00e9\u0301\u00df\u0130\ufb01\u03c3\u03c2\u017f\u212a\uff41\u0416\u65e5\u672c\u8a9e\uac00\ud83d\ude00";

    @Test
    void aTextHasTheGramsOfEachTextInIt() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            String text = text(random, 40);
            int from = random.nextInt(text.length());
            String within = text.substring(from, from + random.nextInt(text.length() - from + 1));
            int[] all = GramText.of(SearchField.BODY, text);
            for (int gram : GramText.of(SearchField.BODY, within)) {
                assertTrue(Arrays.binarySearch(all, gram) >= 0, within + " in " + text);
            }
        }
    }

    /** How many grams a text has that has no character twice. */
    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "a, 0",
        "ab, 0",
        "abc, 1",
        "abcd, 2",
        "\u65e5, 0",
        "\u65e5\u672c, 1",
        "\u65e5\u672c\u8a9e, 2",
        "\u65e5a\u672c, 1",
        "a\u65e5\u672c, 1",
        "ab\u65e5, 1",
        "\ud83d\ude00, 1",
        "\u00e9, 0",
        "\u00e9a, 1",
        "\uac01, 1"
    })
    void threeCharactersAreAGramAndTwoIdeographs(String text, int grams) {
        assertEquals(grams, GramText.of(SearchField.BODY, text).length);
    }

    @Test
    void caseAndCompositionDoNotMatterAndFieldsAreApart() {
        assertArrayEquals(GramText.of(SearchField.BODY, "abc\u00e4"), GramText.of(SearchField.BODY, "ABC\u00c4"));
        assertArrayEquals(
                GramText.of(SearchField.BODY, "\u00e9t\u00e9\u03c2"),
                GramText.of(SearchField.BODY, "E\u0301TE\u0301\u03c3"));
        assertTrue(GramText.of(SearchField.BODY, "abc")[0] != GramText.of(SearchField.FROM, "abc")[0]);
    }

    @Test
    void aSetGivesEachGramOnceAndInOrder() {
        SplittableRandom random = new SplittableRandom(2);
        GramSet set = new GramSet();
        for (int i = 0; i < 50; i++) {
            int[] grams = random.ints(random.nextInt(500), 0, 1 << GramRun.BITS).toArray();
            Arrays.stream(grams).forEach(set::add);
            Arrays.stream(grams).forEach(set::add);
            set.add(GramRun.NONE);
            assertArrayEquals(Arrays.stream(grams).sorted().distinct().toArray(), set.drain());
        }
    }

    private static String text(SplittableRandom random, int limit) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(limit); i >= 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
