package waypost.protocol.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnWordTest {
    @Test
    void eachIsAnother() {
        SplittableRandom random = new SplittableRandom(1);
        Set<ReturnWord> words = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ReturnWord word = ReturnWord.random(random);
            assertEquals(Optional.of(word), ReturnWord.parse(word.text()));
            assertEquals(ReturnWord.OCTETS, word.octets().length);
            assertFalse(word.toString().contains(word.text()));
            words.add(word);
        }
        assertEquals(1000, words.size());
    }

    /** It goes into a line for the client as it came. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "abcdefghijklm", "abcdefghijklmno", "abcdefghijkl\r\n", "abcdefghijkl =", "abcdefghijkl]/"})
    void nothingElseIsOne(String text) {
        assertEquals(Optional.empty(), ReturnWord.parse(text));
    }
}
