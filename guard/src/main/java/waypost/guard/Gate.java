package waypost.guard;

/**
 * What a log-in has to pass where log-ins have failed.
 *
 * @param delay of an answer, in nanoseconds
 * @param atOnce log-ins that may be held at the same time without having others wait
 */
record Gate(Places places, long delay, int atOnce) {
    /** Log-ins that wait until they are decided, besides those that are held. */
    static final int WAITING = 20;

    boolean taken(long now) {
        return places.taken(now) >= atOnce;
    }

    boolean full(long now) {
        return places.taken(now) >= atOnce + WAITING;
    }
}
