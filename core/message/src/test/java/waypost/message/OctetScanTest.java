package waypost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OctetScanTest {
    private final SplittableRandom random = new SplittableRandom(Long.getLong("waypost.seed", 20_261_129));

    @Test
    void findsWhatALookAtEachOctetFinds() {
        for (int run = 0; run < 20_000; run++) {
            byte[] octets = octets();
            int from = random.nextInt(octets.length + 1);
            int to = random.nextInt(from, octets.length + 1);
            int bound = random.nextInt(1, 129);
            int first = from;
            while (first < to && (octets[first] & 0xFF) >= bound) {
                first++;
            }
            boolean eightBit = false;
            for (int at = from; at < to; at++) {
                eightBit |= octets[at] < 0;
            }
            ByteBuffer direct = ByteBuffer.allocateDirect(octets.length).put(octets);
            assertEquals(first, OctetScan.firstBelow(bound, octets, from, to));
            assertEquals(first, OctetScan.firstBelow(bound, direct, from, to));
            assertEquals(eightBit, OctetScan.anyEightBit(octets, from, to));
            assertEquals(eightBit, OctetScan.anyEightBit(direct, from, to));
        }
    }

    /** Mostly one octet, so that the odd one is found anywhere, and its neighbours by one more or less. */
    private byte[] octets() {
        byte[] octets = new byte[random.nextInt(40)];
        int usual = random.nextInt(256);
        for (int at = 0; at < octets.length; at++) {
            int other = random.nextInt(10) == 0 ? random.nextInt(256) : usual + random.nextInt(-1, 2);
            octets[at] = (byte) (random.nextInt(4) == 0 ? other : usual);
        }
        return octets;
    }
}
