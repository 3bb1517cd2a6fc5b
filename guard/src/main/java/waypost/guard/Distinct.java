package waypost.guard;

import java.time.Duration;
import java.util.BitSet;

/**
 * How many different things came within the last ten minutes, or up to five minutes less: about, in constant memory (linear counting, Whang et al.,
 * 1990).
 */
final class Distinct {
    private static final int BITS = 1 << 16;
    private static final long HALF = Duration.ofMinutes(5).toNanos();

    private BitSet present = new BitSet(BITS);
    private BitSet former = new BitSet(BITS);
    private long half = Long.MIN_VALUE;
    private int inEither;

    void add(long hash, long now) {
        turn(now);
        int bit = (int) hash & BITS - 1;
        if (!present.get(bit)) {
            present.set(bit);
            inEither += former.get(bit) ? 0 : 1;
        }
    }

    int count(long now) {
        turn(now);
        double free = Math.max(1, BITS - inEither);
        return (int) Math.round(-BITS * Math.log(free / BITS));
    }

    private void turn(long now) {
        long reached = Math.floorDiv(now, HALF);
        if (reached == half) {
            return;
        }
        former = reached == half + 1 ? present : new BitSet(BITS);
        present = new BitSet(BITS);
        inEither = former.cardinality();
        half = reached;
    }
}
