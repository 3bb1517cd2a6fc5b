package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HashesTest {
    @Test
    void isTheSetThatItShouldBe() {
        var random = new SplittableRandom(5);
        var hashes = new Hashes();
        Set<Long> model = new HashSet<>();
        assertTrue(hashes.isEmpty());
        for (int i = 0; i < 200_000; i++) {
            long hash = random.nextInt(4) == 0 ? random.nextLong(-50, 50) : random.nextLong();
            assertEquals(model.contains(hash), hashes.contains(hash));
            assertEquals(model.add(hash), hashes.add(hash));
            assertTrue(hashes.contains(hash));
        }
        assertFalse(hashes.isEmpty());
    }

    @Test
    void textsThatAreMuchAlikeHaveHashesOfTheirOwn() {
        var hashes = new Hashes();
        for (int i = 0; i < 200_000; i++) {
            assertTrue(hashes.add(Hashes.of("user" + i + "@example.net")), "collision at " + i);
        }
    }
}
