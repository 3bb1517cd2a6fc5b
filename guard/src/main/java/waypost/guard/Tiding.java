package waypost.guard;

import java.util.List;

/**
 * What one front end tells the others: what it has decided, and what it has seen of a log-in, as hashes under the key that they share. Hearing it twice,
 * late or never makes the counts less exact, and nothing else.
 */
public sealed interface Tiding permits Ban, Tiding.Failed, Tiding.LoggedIn {
    /**
     * A log-in was wrong.
     *
     * @param pair the account from the narrowest of its networks, {@code place}
     * @param proof what was shown
     * @param athome whether the account is at home there: then it counts for the pair alone
     * @param networks which are judged, from the narrowest on
     */
    record Failed(long account, long pair, long place, long proof, boolean athome, List<Long> networks)
            implements Tiding {
        public Failed {
            networks = List.copyOf(networks);
        }
    }

    /** One was right, and that is news: the account is at home there today. */
    record LoggedIn(long account, long pair, List<Long> networks) implements Tiding {
        public LoggedIn {
            networks = List.copyOf(networks);
        }
    }
}
