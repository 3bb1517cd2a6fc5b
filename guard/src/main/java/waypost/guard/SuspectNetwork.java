package waypost.guard;

/** A network from which log-ins failed for some accounts within the last hour. */
final class SuspectNetwork extends Suspect {
    private final Places again = new Places();
    private final boolean wide;
    private final Tally good;
    private final Tally parts = new Tally(Unit.PARTS);

    /**
     * @param wide whether it has to fail in several parts
     * @param most accounts that log in from there that are told apart
     */
    SuspectNetwork(boolean wide, int failing, int most) {
        super(failing);
        this.wide = wide;
        this.good = new Tally(most);
    }

    /** Those of log-ins to accounts that have failed from there already: they take none of those who were never seen there. */
    Places again() {
        return again;
    }

    /** Accounts that have logged in from there since. */
    Tally good() {
        return good;
    }

    void failed(long account, long place, int minute) {
        failing().add(account, minute);
        parts.add(place, minute);
    }

    /** Whether that is news. */
    boolean succeeded(long account, int minute) {
        boolean failed = failing().remove(account);
        return good.add(account, minute) || failed;
    }

    /** Whether it is one: a wide network has to fail in several parts. */
    boolean counts(int minute) {
        return !wide || parts.count(minute) >= Unit.PARTS;
    }
}
