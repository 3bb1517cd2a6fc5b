package waypost.guard;

/** A network from which log-ins failed for some accounts within the last hour. */
final class SuspectNetwork extends Suspect {
    private final Unit unit;
    private final Tally good;
    private final Tally parts = new Tally(Unit.PARTS);
    private boolean banned;
    private long bannedUntil;

    /** @param most accounts that log in from there that are told apart */
    SuspectNetwork(Unit unit, int failing, int most) {
        super(failing);
        this.unit = unit;
        this.good = new Tally(most);
    }

    /** Accounts that have logged in from there since. */
    Tally good() {
        return good;
    }

    void failed(Attempt attempt, int minute) {
        failing().add(attempt.account(), minute);
        parts.add(attempt.place(), minute);
    }

    void succeeded(Attempt attempt, int minute) {
        failing().remove(attempt.account());
        good.add(attempt.account(), minute);
    }

    /** Whether it is one: a wide network has to fail in several parts. */
    boolean counts(int minute) {
        return !unit.wide() || parts.count(minute) >= Unit.PARTS;
    }

    void ban(long until) {
        bannedUntil = until;
        banned = true;
    }

    boolean banned(long now) {
        banned &= bannedUntil - now > 0;
        return banned;
    }

    @Override
    boolean over(int minute, long now) {
        return super.over(minute, now) && !banned(now);
    }
}
