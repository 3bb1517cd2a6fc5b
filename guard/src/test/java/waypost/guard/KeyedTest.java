package waypost.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedTest {
    /** From the authors' reference implementation: octets 0, 1, 2 ... under the key 0, 1, ... 15. */
    @ParameterizedTest
    @CsvSource({
        "0, 726fdb47dd0e0e31",
        "1, 74f839c593dc67fd",
        "7, ab0200f58b01d137",
        "8, 93f5f5799a932462",
        "15, a129ca6149be45e5"
    })
    void isWhatItsAuthorsSay(int length, String hash) {
        byte[] counted = new byte[16];
        for (int i = 0; i < counted.length; i++) {
            counted[i] = (byte) i;
        }
        assertEquals(Long.parseUnsignedLong(hash, 16), new Keyed(counted).hash(Arrays.copyOf(counted, length)));
    }
}
