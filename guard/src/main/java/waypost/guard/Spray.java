package waypost.guard;

/**
 * Whether somebody tries a few passwords with many accounts from many networks, so that no account and no network shows it: then log-ins fail
 * for more accounts than usually, and, of those that come here, than have logged in.
 */
final class Spray {
    /** Networks, as a part of the accounts. */
    private static final int FROM = 5;

    /** Of so many accounts that log in, one may fail. */
    private static final int ONE_IN = 20;

    private final Distinct failing = new Distinct();
    private final Distinct failingHere = new Distinct();
    private final Distinct places = new Distinct();
    private final Distinct good = new Distinct();
    private final int most;
    private boolean on;

    /** @param most accounts for which log-ins may fail */
    Spray(int most) {
        this.most = most;
    }

    boolean on() {
        return on;
    }

    void failed(long account, long place, long now) {
        failingHere.add(account, now);
        heard(account, place, now);
    }

    /** The same at another front end. */
    void heard(long account, long place, long now) {
        failing.add(account, now);
        places.add(place, now);
    }

    void succeeded(long account, long now) {
        good.add(account, now);
    }

    /** Whether it has begun, or is over: when there is half of it. */
    boolean turned(long now) {
        int part = on ? 2 : 1;
        int accounts = failing.count(now);
        boolean before = on;
        on = accounts * part >= most
                && places.count(now) * part >= most / FROM
                && (long) failingHere.count(now) * part >= good.count(now) / ONE_IN;
        return on != before;
    }

    /** For the log. */
    String figures(long now) {
        return "failing=" + failing.count(now) + " networks=" + places.count(now) + " succeeding=" + good.count(now);
    }
}
