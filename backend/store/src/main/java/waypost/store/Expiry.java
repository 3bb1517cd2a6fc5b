package waypost.store;

/**
 * Up to which modseq what has gone may be forgotten: it is shown things in the order of their modseqs, and stops at the first that is to be kept. A clock
 * that was set back may have given a later thing the earlier time. Pure; one thread.
 */
public final class Expiry {
    private final long before;
    private final int most;
    private long through;
    private long current;
    private int things;
    private boolean ended;

    /**
     * Nothing shown yet.
     *
     * @param before what went before this time, in seconds since the epoch, may be forgotten
     * @param most things of that many are enough; those of one modseq go together
     */
    public Expiry(long before, int most) {
        this.before = before;
        this.most = most;
    }

    /** Whether to be shown the next one. */
    public boolean take(long modseq, long at) {
        if (modseq != current) {
            through = current;
            current = modseq;
            ended |= things >= most;
        }
        ended |= at >= before;
        things += ended ? 0 : 1;
        return !ended;
    }

    /** All that was shown up to this modseq may be forgotten; 0 for nothing. */
    public long through() {
        return ended ? through : current;
    }

    /** How many things were shown that may be forgotten, and perhaps a few more. */
    public int things() {
        return things;
    }
}
