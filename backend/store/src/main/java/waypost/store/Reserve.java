package waypost.store;

/** The space kept free so that mail can be deleted on a volume that is otherwise full. */
public record Reserve(int percent, long leastBytes) {
    public static final Reserve STANDARD = new Reserve(2, 512L << 20);
    public static final Reserve NONE = new Reserve(0, 0);

    /**
     * This one, or what a journal with such segments needs to go on without growing: place for the next segment and for the one behind it, as a
     * segment is begun only where there is room for all of it.
     */
    public Reserve coveringSegmentsOf(int bytes) {
        return new Reserve(percent, Math.max(leastBytes, 2L * bytes));
    }

    boolean reached(Disk.Space space) {
        return space.usable() < octets(space);
    }

    /** Whether there is less than twice as much. */
    boolean near(Disk.Space space) {
        return space.usable() < 2 * octets(space);
    }

    long octets(Disk.Space space) {
        return Math.max(space.total() / 100 * percent, leastBytes);
    }
}
