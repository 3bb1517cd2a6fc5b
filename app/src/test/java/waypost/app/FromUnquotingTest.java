package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mboxrd format's quoting, whole and cut at every byte; a bar is a line end. */
final class FromUnquotingTest {
    @ParameterizedTest
    @CsvSource({
        ">From a|>>From b|>From x, From a|>From b|From x",
        "a >From b|>Fro|>>, a >From b|>Fro|>>",
        "From a||>|>From y, From a||>|From y",
        ">>Frost|>F>From x, >>Frost|>F>From x"
    })
    void takesOneOff(String quoted, String expected) throws IOException {
        byte[] octets = quoted.replace('|', '\n').getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= octets.length; cut++) {
            StringBuilder out = new StringBuilder();
            FromUnquoting unquoting = new FromUnquoting(slice -> out.append(StandardCharsets.US_ASCII.decode(slice)));
            unquoting.write(ByteBuffer.wrap(octets, 0, cut));
            unquoting.write(ByteBuffer.wrap(octets, cut, octets.length - cut));
            unquoting.finish();
            assertEquals(expected.replace('|', '\n'), out.toString());
        }
    }
}
