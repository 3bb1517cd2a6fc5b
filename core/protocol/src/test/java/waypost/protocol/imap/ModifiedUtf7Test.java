package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModifiedUtf7Test {
    @TestFactory
    Stream<DynamicTest> bothWays() {
        return Map.of(
                        "", "",
                        "INBOX", "INBOX",
                        "R&D", "R&-D",
                        "~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-",
                        "Entwürfe", "Entw&APw-rfe",
                        "üÜ", "&APwA3A-",
                        "ü&ü", "&APw-&-&APw-",
                        "😀", "&2D3eAA-",
                        "a\u007Fb", "a&AH8-b")
                .entrySet()
                .stream()
                .map(pair -> DynamicTest.dynamicTest("\"" + pair.getValue() + "\"", () -> {
                    assertEquals(pair.getValue(), ModifiedUtf7.encode(pair.getKey()));
                    assertEquals(Optional.of(pair.getKey()), ModifiedUtf7.decode(pair.getValue()));
                }));
    }

    /** Unfinished, superfluous or twofold spelling, half a character, raw 8-bit octets. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&",
                "a&b",
                "&AGE-",
                "&APw",
                "&APw-&APw-",
                "&APx-",
                "&APw=-",
                "&A-",
                "&AP-",
                "&U/BTFw-",
                "&2D0-",
                "\u00FC",
                "&!!-"
            })
    void refused(String octets) {
        assertEquals(Optional.empty(), ModifiedUtf7.decode(octets));
    }

    @Test
    void everyNameSurvives() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder name = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                int character =
                        random.nextInt(4) == 0 ? random.nextInt(0x10000, 0x20000) : random.nextInt(0x20, 0x3000);
                name.appendCodePoint(character);
            }
            String octets = ModifiedUtf7.encode(name.toString());
            assertEquals(Optional.of(name.toString()), ModifiedUtf7.decode(octets));
            assertEquals(true, octets.chars().allMatch(octet -> octet >= ' ' && octet < 0x7F));
        }
    }
}
