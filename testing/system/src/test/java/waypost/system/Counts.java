package waypost.system;

/** How much the tests do: a little everywhere, all of it with {@code -Dwaypost.full=true}. */
final class Counts {
    private static final boolean FULL = Boolean.getBoolean("waypost.full");

    private Counts() {}

    static boolean full() {
        return FULL;
    }

    /** Says what was seen; full runs keep it. */
    static void tell(String seen) {
        System.out.println("figures: " + seen);
    }

    static int of(int plain, int full) {
        return FULL ? full : plain;
    }
}
