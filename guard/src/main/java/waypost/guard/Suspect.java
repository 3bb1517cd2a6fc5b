package waypost.guard;

/** An account, or a pair of account and network, for which log-ins failed within the last hour. */
class Suspect {
    private final Tally failing;
    private final Places places = new Places();
    private int touched;

    /** @param most failures that are told apart */
    Suspect(int most) {
        this.failing = new Tally(most);
    }

    /** Wrong proofs; of a network, accounts. */
    final Tally failing() {
        return failing;
    }

    final Places places() {
        return places;
    }

    final void touch(int minute) {
        touched = minute;
    }

    /** Whether it is of no account any more. */
    final boolean over(int minute) {
        return minute - touched >= Tally.WINDOW;
    }
}
