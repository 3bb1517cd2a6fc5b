package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that look like the first of a message, whole and cut at every octet. {@code ~} stands for a line end. */
final class FromQuotingTest {
    @ParameterizedTest
    @CsvSource({
        "From me~, >From me~~",
        ">From me~, >>From me~~",
        ">>From ~x~, >>>From ~x~~",
        "From~, From~~",
        "Fromme~, Fromme~~",
        "Fro, Fro~~",
        ">>, >>~~",
        ">>Fro, >>Fro~~",
        "a~From b~, a~>From b~~",
        "a From b~, a From b~~",
        "a>From b, a>From b~~",
        "F>From b~, F>From b~~",
        "FrFrom b~, FrFrom b~~",
        "'', ~",
        "~~, ~~~",
        "'From ', '>From ~~'"
    })
    void quotesAtEveryCut(String text, String expected) throws IOException {
        byte[] octets = text.replace('~', '\n').getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= octets.length; cut++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            FromQuoting quoting = new FromQuoting(out);
            quoting.write(ByteBuffer.wrap(octets, 0, cut));
            quoting.write(ByteBuffer.wrap(octets, cut, octets.length - cut));
            quoting.finish();
            assertEquals(expected.replace('~', '\n'), out.toString(StandardCharsets.US_ASCII), "cut at " + cut);
        }
    }
}
