package waypost.store;

/** The space kept free so that mail can be deleted on a volume that is otherwise full. */
public record Reserve(int percent, long leastBytes) {
    public static final Reserve STANDARD = new Reserve(2, 512L << 20);
    public static final Reserve NONE = new Reserve(0, 0);

    boolean reached(Disk.Space space) {
        return space.usable() < Math.max(space.total() / 100 * percent, leastBytes);
    }
}
