package waypost.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What many frames of a segment have in common, for all of them to refer to: raw content in the words of RFC 8878 section 5. It is made of pieces that have
 * what recurs in the most frames. From each stretch of the octets comes one, the best, again and again until the dictionary is full; what is in one counts no
 * more for the others. The first octets of the dictionary are 0: nobody takes it for one that has tables.
 */
final class FrameDictionary {
    static final int OCTETS = Frames.OCTETS;

    /** So many octets of a segment are looked at, at most; frames of them have to fit into a byte. */
    static final int LEARNED = 4 << 20;

    private static final int PIECE = 1024;

    /** Octets that make one sequence, which is counted by a hash of them. */
    private static final int SEQUENCE = Long.BYTES;

    private static final int HASHED = 20;
    private static final VarHandle SEQUENCES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] octets;
    private final int end;

    /** By hash, in how many frames it is, but one. */
    private final byte[] frames = new byte[1 << HASHED];

    /** By hash, how often it is in the piece that is being looked at. */
    private final char[] inside = new char[1 << HASHED];

    private FrameDictionary(byte[] octets, int length) {
        this.octets = octets;
        this.end = length - SEQUENCE;
    }

    /** @param length how many of the octets are to be learned from, {@link #LEARNED} at most */
    static byte[] of(byte[] octets, int length) {
        FrameDictionary learning = new FrameDictionary(octets, length);
        learning.count();
        return learning.pieces();
    }

    private int hash(int at) {
        return (int) ((long) SEQUENCES.get(octets, at) * 0xCF1BBCDCB7A56463L >>> (Long.SIZE - HASHED));
    }

    private void count() {
        byte[] last = new byte[1 << HASHED];
        Arrays.fill(last, (byte) -1);
        for (int at = 0; at <= end; at++) {
            byte frame = (byte) (at / Frames.OCTETS);
            int hash = hash(at);
            if (last[hash] != frame) {
                frames[hash] += (byte) (last[hash] < 0 ? 0 : 1);
                last[hash] = frame;
            }
        }
    }

    /** The best is at the end, nearest to what refers to it. */
    private byte[] pieces() {
        byte[] dictionary = new byte[OCTETS];
        int stretches = Math.clamp(end / (10 * PIECE), 1, OCTETS / PIECE);
        int length = Math.max(end / stretches, 1);
        int free = OCTETS;
        int empty = 0;
        for (int i = 0; free > PIECE && empty < stretches; i = (i + 1) % stretches) {
            int best = best(i * length, Math.min(end, (i + 1) * length));
            empty = best < 0 ? empty + 1 : 0;
            if (best >= 0) {
                free -= PIECE;
                System.arraycopy(octets, best, dictionary, free, PIECE);
                for (int at = best; at <= best + PIECE - SEQUENCE; at++) {
                    frames[hash(at)] = 0;
                }
            }
        }
        return dictionary;
    }

    /** Where the piece begins that is worth most; negative when none is worth anything. */
    private int best(int from, int to) {
        int best = -1;
        long most = 0;
        long worth = 0;
        int begin = from;
        for (int at = from; at < to; at++) {
            int hash = hash(at);
            if (inside[hash]++ == 0) {
                worth += frames[hash];
            }
            if (at - begin == PIECE - SEQUENCE) {
                if (worth > most) {
                    most = worth;
                    best = begin;
                }
                int left = hash(begin++);
                if (--inside[left] == 0) {
                    worth -= frames[left];
                }
            }
        }
        for (int at = begin; at < to; at++) {
            inside[hash(at)] = 0;
        }
        return best;
    }
}
