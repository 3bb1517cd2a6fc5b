package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpKeyTest {
    private static final TotpKey KEY = new TotpKey("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    /** RFC 6238 appendix B, which shows eight digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130",
    })
    void theVectorsOfTheStandard(long time, String eight) {
        long step = TotpKey.step(Instant.ofEpochSecond(time));
        assertEquals(Integer.parseInt(eight), KEY.truncated(step) % 100_000_000);
        assertEquals(eight.substring(2), KEY.code(step));
    }

    @ParameterizedTest
    @CsvSource({
        "-2, false",
        "-1, true",
        "0, true",
        "1, true",
        "2, false",
    })
    void oneStepBeforeAndBehind(int off, boolean good) {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = TotpKey.step(now) + off;
        assertEquals(
                good ? OptionalLong.of(step) : OptionalLong.empty(),
                KEY.match(KEY.code(step), now, Long.MIN_VALUE / 2));
    }

    /** RFC 6238 §5.2. */
    @Test
    void noneThatIsNotBehindTheLastOne() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = TotpKey.step(now);
        assertEquals(OptionalLong.empty(), KEY.match(KEY.code(step), now, step));
        assertEquals(OptionalLong.empty(), KEY.match(KEY.code(step - 1), now, step));
        assertEquals(OptionalLong.of(step + 1), KEY.match(KEY.code(step + 1), now, step));
    }

    @Test
    void itIsTypedButNotPrinted() {
        assertEquals("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", KEY.base32());
        assertFalse(KEY.toString().contains("GEZD"), KEY.toString());
    }
}
