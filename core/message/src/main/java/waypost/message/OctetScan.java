package waypost.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Looks for the few octets of a text that mean something, eight octets at a time: mail is mostly what lies between them.
 *
 * <p>An octet is below n, of 1 to 128, where subtracting n borrows from its high bit and the octet itself does not have it. A borrow may also run into the octet above one
 * that is found, so that a word tells whether there is one and not which.
 */
public final class OctetScan {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private OctetScan() {}

    /**
     * Index of the first octet below the bound, or {@code to}.
     *
     * @param bound 1 to 128; octets count from 0 to 255
     */
    public static int firstBelow(int bound, ByteBuffer octets, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            if (anyBelow(bound, octets.getLong(at))) {
                break;
            }
        }
        while (at < to && (octets.get(at) & 0xFF) >= bound) {
            at++;
        }
        return at;
    }

    /** As for buffers. */
    public static int firstBelow(int bound, byte[] octets, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            if (anyBelow(bound, (long) WORDS.get(octets, at))) {
                break;
            }
        }
        while (at < to && (octets[at] & 0xFF) >= bound) {
            at++;
        }
        return at;
    }

    private static boolean anyBelow(int bound, long word) {
        return (word - bound * ONES & ~word & HIGH_BITS) != 0;
    }

    /** Whether some octet is above 127. */
    public static boolean anyEightBit(ByteBuffer octets, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            if ((octets.getLong(at) & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (; at < to; at++) {
            if (octets.get(at) < 0) {
                return true;
            }
        }
        return false;
    }

    /** As for buffers. */
    public static boolean anyEightBit(byte[] octets, int from, int to) {
        return anyEightBit(ByteBuffer.wrap(octets), from, to);
    }
}
