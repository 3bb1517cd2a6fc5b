package waypost.guard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import waypost.identity.SharedKey;

/** SipHash-2-4 (Aumasson and Bernstein, 2012): 64 bits that nobody without the key can foresee, or have collide. */
final class Keyed {
    static final int KEY = 16;

    private final byte[] key;
    private final long low;
    private final long high;

    Keyed(byte[] key) {
        if (key.length != KEY) {
            throw new IllegalArgumentException("a key of " + key.length + " octets");
        }
        this.key = key.clone();
        ByteBuffer halves = ByteBuffer.wrap(this.key).order(ByteOrder.LITTLE_ENDIAN);
        low = halves.getLong();
        high = halves.getLong();
    }

    /** The one of a purpose. */
    static Keyed of(SharedKey shared, String purpose) {
        return new Keyed(Arrays.copyOf(shared.derive(purpose), KEY));
    }

    byte[] key() {
        return key.clone();
    }

    long hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of two things in this order. */
    long hash(long first, byte[] second) {
        return hash(ByteBuffer.allocate(Long.BYTES + second.length)
                .putLong(first)
                .put(second)
                .array());
    }

    long hash(byte[] octets) {
        State state = new State(low, high);
        ByteBuffer in = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= Long.BYTES) {
            state.take(in.getLong());
        }
        long last = (long) octets.length << 56;
        for (int shift = 0; in.hasRemaining(); shift += Byte.SIZE) {
            last |= (in.get() & 0xFFL) << shift;
        }
        state.take(last);
        return state.end();
    }

    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long low, long high) {
            v0 = low ^ 0x736f6d6570736575L;
            v1 = high ^ 0x646f72616e646f6dL;
            v2 = low ^ 0x6c7967656e657261L;
            v3 = high ^ 0x7465646279746573L;
        }

        void take(long word) {
            v3 ^= word;
            rounds(2);
            v0 ^= word;
        }

        long end() {
            v2 ^= 0xFF;
            rounds(4);
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void rounds(int count) {
            for (int i = 0; i < count; i++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
        }
    }
}
