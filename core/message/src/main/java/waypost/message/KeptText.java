package waypost.message;

/** How much more field text a message's structure may hold. Bounds the structure whatever the message holds. */
final class KeptText {
    private static final int LIMIT = 256 * 1024;

    private int remaining = LIMIT;

    /** Grants up to so many octets. */
    int take(int wanted) {
        int granted = Math.min(wanted, remaining);
        remaining -= granted;
        return granted;
    }
}
