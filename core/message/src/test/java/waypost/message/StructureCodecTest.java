package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class StructureCodecTest {
    private static final Scanned RICH = scan("""
        From: A <a@b.c>
        Sender: <@route:s@t>
        To: g: x@y, "Z" <z@z>;, nobody
        Subject: s\u00e4
        Date: today
        References: <1@x>
         <2@x>
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/html; charset=utf-8; name="x y"
        Content-ID: <1@2>
        Content-Description: d
        Content-MD5: m
        Content-Disposition: attachment; filename=f
        Content-Language: de, en
        Content-Location: http://x
        Content-Transfer-Encoding: base64

        .
        --b
        Content-Type: message/rfc822

        Subject: inner

        \0text
        --b--
        """);

    @Test
    void roundTrip() {
        byte[] encoded = StructureCodec.encode(RICH);
        assertEquals(Optional.of(RICH), StructureCodec.decode(encoded));
    }

    @Test
    void whatThreadsNeedIsKept() {
        assertEquals(
                Optional.of("<1@x> <2@x>"),
                StructureCodec.decode(StructureCodec.encode(RICH))
                        .orElseThrow()
                        .envelope()
                        .references());
    }

    @Test
    void eachFactIsKept() {
        for (int facts = 0; facts < 32; facts++) {
            Scanned scanned = new Scanned(
                    RICH.structure(),
                    RICH.envelope(),
                    (facts & 1) != 0,
                    (facts & 2) != 0,
                    (facts & 4) != 0,
                    (facts & 8) != 0,
                    (facts & 16) != 0);
            assertEquals(Optional.of(scanned), StructureCodec.decode(StructureCodec.encode(scanned)));
        }
    }

    @Test
    void otherVersionIsNothing() {
        byte[] encoded = StructureCodec.encode(RICH);
        encoded[0]++;
        assertEquals(Optional.empty(), StructureCodec.decode(encoded));
    }

    @Test
    void cutOrLongerIsNothing() {
        byte[] encoded = StructureCodec.encode(RICH);
        for (int length = 0; length < encoded.length; length++) {
            assertEquals(Optional.empty(), StructureCodec.decode(Arrays.copyOf(encoded, length)), "cut at " + length);
        }
        assertEquals(Optional.empty(), StructureCodec.decode(Arrays.copyOf(encoded, encoded.length + 1)));
    }

    @Test
    void damageNeverThrows() {
        byte[] encoded = StructureCodec.encode(RICH);
        SplittableRandom random = new SplittableRandom(11);
        int decoded = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = encoded.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            decoded += StructureCodec.decode(damaged).isPresent() ? 1 : 0;
        }
        assertEquals(true, decoded > 0 && decoded < 20_000);
    }

    private static Scanned scan(String message) {
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap(message.getBytes(ISO_8859_1)));
        return scanner.finish();
    }
}
