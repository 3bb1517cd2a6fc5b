package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TransferDecoderTest {
    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("7bit", "a\r\n=", "a\r\n="),
                Arguments.of("8BIT", "\u00e4", "\u00e4"),
                Arguments.of("BASE64", "", ""),
                Arguments.of("base64", "aGVsbG8=", "hello"),
                Arguments.of("base64", "aGVs\r\nbG8=\r\n", "hello"),
                Arguments.of("base64", "aGVsbG8", "hello"),
                Arguments.of("base64", "aGVsbA==", "hell"),
                Arguments.of("base64", "aGVsb", "hel"),
                Arguments.of("base64", "aGVsbG8=aGVsbG8=", "hellohello"),
                Arguments.of("base64", "a!G*V\u00e4s", "hel"),
                Arguments.of("base64", "====", ""),
                Arguments.of("quoted-printable", "a=3Db\r\n", "a=b\r\n"),
                Arguments.of("Quoted-Printable", "=e4=E4", "\u00e4\u00e4"),
                Arguments.of("quoted-printable", "a=\r\nb", "ab"),
                Arguments.of("quoted-printable", "a=\nb", "ab"),
                Arguments.of("quoted-printable", "a= \t\r\nb", "ab"),
                Arguments.of("quoted-printable", "a= b", "a= b"),
                Arguments.of("quoted-printable", "a \t\r\nb  ", "a\r\nb"),
                Arguments.of("quoted-printable", "a \tb", "a \tb"),
                Arguments.of("quoted-printable", "a=", "a"),
                Arguments.of("quoted-printable", "a=4", "a=4"),
                Arguments.of("quoted-printable", "a=4x", "a=4x"),
                Arguments.of("quoted-printable", "a=xy", "a=xy"),
                Arguments.of("quoted-printable", "a==3D", "a=="),
                Arguments.of("quoted-printable", "a=\rb", "ab"),
                Arguments.of("quoted-printable", "a" + " ".repeat(3000) + "b", "a" + " ".repeat(3000) + "b"),
                Arguments.of("quoted-printable", "a=" + " ".repeat(1500) + "b", "a=" + " ".repeat(1500) + "b"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void decodes(String encoding, String body, String decoded) throws IOException {
        byte[] bytes = body.getBytes(ISO_8859_1);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertEquals(decoded, new String(decode(encoding, bytes, cut), ISO_8859_1), "cut at " + cut);
        }
    }

    @Test
    void base64OfAnyLength() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 0; length < 20_000; length = length * 2 + 1) {
            byte[] plain = new byte[length];
            random.nextBytes(plain);
            byte[] encoded = Base64.getMimeEncoder().encode(plain);
            assertArrayEquals(plain, decode("base64", encoded, encoded.length / 3));
        }
    }

    @Test
    void quotedPrintableOfEveryOctet() throws IOException {
        StringBuilder encoded = new StringBuilder();
        byte[] plain = new byte[25_600];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) i;
            encoded.append(String.format("=%02X", i & 0xFF)).append(i % 20 == 0 ? "=\r\n" : "");
        }
        assertArrayEquals(plain, decode("quoted-printable", encoded.toString().getBytes(ISO_8859_1), 777));
    }

    @Test
    void unknownEncodingHasNoDecoder() {
        assertEquals(Optional.empty(), TransferDecoder.of("x-uuencode"));
    }

    private static byte[] decode(String encoding, byte[] body, int cut) throws IOException {
        TransferDecoder decoder = TransferDecoder.of(encoding).orElseThrow();
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        Octets.Sink sink = slice -> {
            while (slice.hasRemaining()) {
                decoded.write(slice.get());
            }
        };
        decoder.decode(ByteBuffer.wrap(body, 0, cut), sink);
        decoder.decode(ByteBuffer.wrap(body, cut, body.length - cut), sink);
        decoder.finish(sink);
        return decoded.toByteArray();
    }
}
