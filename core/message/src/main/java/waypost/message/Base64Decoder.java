package waypost.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Base64 (RFC 2045 §6.8): characters outside the alphabet are ignored, a {@code =} ends a quantum, and what follows it (several encoded
 * pieces after each other) is decoded as well.
 */
final class Base64Decoder implements TransferDecoder {
    private static final int SLICE = 8 * 1024;
    private static final int[] VALUES = values();

    private final byte[] encoded = new byte[SLICE];
    private final byte[] decoded = new byte[SLICE];
    private int length;
    private int bits;
    private int digits;

    @Override
    public void decode(ByteBuffer in, Octets.Sink out) throws IOException {
        while (in.hasRemaining()) {
            int count = Math.min(in.remaining(), SLICE);
            in.get(encoded, 0, count);
            for (int at = 0; at < count; ) {
                int next = digits == 0 ? quanta(at, count) : at;
                if (next < count) {
                    take(encoded[next++]);
                }
                at = next;
            }
            give(out);
        }
    }

    @Override
    public void finish(Octets.Sink out) throws IOException {
        endQuantum();
        give(out);
    }

    /** Decodes whole quanta as long as nothing is between them; answers where they end. */
    private int quanta(int from, int to) {
        int at = from;
        for (; at + 4 <= to; at += 4) {
            int quantum = VALUES[encoded[at] & 0xFF] << 18
                    | VALUES[encoded[at + 1] & 0xFF] << 12
                    | VALUES[encoded[at + 2] & 0xFF] << 6
                    | VALUES[encoded[at + 3] & 0xFF];
            if (quantum < 0) {
                break;
            }
            put(quantum);
        }
        return at;
    }

    private void take(byte octet) {
        int value = VALUES[octet & 0xFF];
        if (value >= 0) {
            bits = bits << 6 | value;
            if (++digits == 4) {
                put(bits);
                digits = 0;
            }
        } else if (octet == '=') {
            endQuantum();
        }
    }

    private void put(int quantum) {
        decoded[length] = (byte) (quantum >> 16);
        decoded[length + 1] = (byte) (quantum >> 8);
        decoded[length + 2] = (byte) quantum;
        length += 3;
    }

    private void endQuantum() {
        if (digits == 3) {
            decoded[length++] = (byte) (bits >> 10);
            decoded[length++] = (byte) (bits >> 2);
        } else if (digits == 2) {
            decoded[length++] = (byte) (bits >> 4);
        }
        digits = 0;
    }

    private void give(Octets.Sink out) throws IOException {
        int given = length;
        length = 0;
        if (given > 0) {
            out.accept(ByteBuffer.wrap(decoded, 0, given).slice());
        }
    }

    private static int[] values() {
        int[] values = new int[256];
        Arrays.fill(values, -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = i;
        }
        return values;
    }
}
