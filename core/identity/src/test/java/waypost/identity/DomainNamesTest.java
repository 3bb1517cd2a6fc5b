package waypost.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way through plain names gives what the long way gives. */
class DomainNamesTest {
    private static final String ALPHABET = "ab.yZ09-.x-n_ \u00e4";

    @Test
    void plainNamesAreWhatUts46MakesOfThem() {
        SplittableRandom random = new SplittableRandom(46);
        int plain = 0;
        for (int i = 0; i < 20_000; i++) {
            String domain = name(random);
            assertEquals(DomainNames.byUts46(domain), DomainNames.canonical(domain), domain);
            plain += DomainNames.plain(domain) ? 1 : 0;
        }
        assertTrue(plain > 1000, plain + " plain names");
    }

    private static String name(SplittableRandom random) {
        StringBuilder name = new StringBuilder();
        int length = random.nextInt(14);
        for (int i = 0; i < length; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"xn--bcher-kva.example", "a--b.example", "-a.example", "a-.example", "a..b", ".a", "-", "", "."})
    void unusualNamesGoTheLongWay(String domain) {
        assertEquals(false, DomainNames.plain(domain));
    }

    @Test
    void lengths() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertEquals(Optional.of(longest), DomainNames.canonical(longest));
        assertEquals(Optional.empty(), DomainNames.canonical(longest + "a"));
        assertEquals(Optional.empty(), DomainNames.canonical("a".repeat(64) + ".example"));
    }
}
