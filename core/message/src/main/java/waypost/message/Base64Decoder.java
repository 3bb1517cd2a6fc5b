package waypost.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Base64 (RFC 2045 §6.8): characters outside the alphabet are ignored, a {@code =} ends a quantum, and what follows it (several encoded
 * pieces after each other) is decoded as well.
 */
final class Base64Decoder implements TransferDecoder {
    private static final byte[] VALUES = values();

    private final ByteBuffer decoded = ByteBuffer.allocate(8 * 1024);
    private int bits;
    private int digits;

    @Override
    public void decode(ByteBuffer in, Octets.Sink out) throws IOException {
        while (in.hasRemaining()) {
            if (decoded.remaining() < 3) {
                give(out);
            }
            byte octet = in.get();
            int value = VALUES[octet & 0xFF];
            if (value >= 0) {
                bits = bits << 6 | value;
                if (++digits == 4) {
                    decoded.put((byte) (bits >> 16)).put((byte) (bits >> 8)).put((byte) bits);
                    digits = 0;
                }
            } else if (octet == '=') {
                endQuantum();
            }
        }
        give(out);
    }

    @Override
    public void finish(Octets.Sink out) throws IOException {
        endQuantum();
        give(out);
    }

    private void endQuantum() {
        if (digits == 3) {
            decoded.put((byte) (bits >> 10)).put((byte) (bits >> 2));
        } else if (digits == 2) {
            decoded.put((byte) (bits >> 4));
        }
        digits = 0;
    }

    private void give(Octets.Sink out) throws IOException {
        if (decoded.flip().hasRemaining()) {
            out.accept(decoded.slice());
        }
        decoded.clear();
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
