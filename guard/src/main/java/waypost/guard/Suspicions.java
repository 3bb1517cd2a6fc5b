package waypost.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Of which networks, accounts and pairs log-ins have failed within the last hour, and what follows from it. Not safe for threads. */
final class Suspicions {
    /** Networks, accounts and pairs of which something is known, each. */
    static final int MOST = 50_000;

    private final int banAfter;
    private final Delays delays;
    private final Delays accountDelays;
    private final Suspects<SuspectNetwork> networks = new Suspects<>(MOST);
    private final Suspects<Suspect> accounts = new Suspects<>(MOST);
    private final Suspects<Suspect> pairs = new Suspects<>(MOST);

    Suspicions(GuardSettings settings) {
        this.banAfter = settings.banAfter();
        this.delays = new Delays(settings.slowAfter(), settings.longestDelay().toNanos());
        this.accountDelays = delays.times(2);
    }

    /** Those that have a delay. */
    List<Gate> gates(Attempt attempt, boolean athome, int minute) {
        List<Gate> gates = new ArrayList<>();
        Optional<Suspect> pair = pairs.find(attempt.pair(), minute);
        pair.ifPresent(known -> add(gates, known, known.places(), delays, minute));
        if (!athome) {
            accounts.find(attempt.account(), minute)
                    .ifPresent(account -> add(gates, account, account.places(), accountDelays, minute));
            boolean again =
                    pair.filter(known -> known.failing().count(minute) > 0).isPresent();
            for (Attempt.Judged judged : attempt.networks()) {
                Delays allowed = delays.times(judged.unit().allowance());
                networks.find(judged.key(), minute)
                        .filter(network -> network.counts(minute))
                        .ifPresent(network ->
                                add(gates, network, again ? network.again() : network.places(), allowed, minute));
            }
        }
        return gates;
    }

    private static void add(List<Gate> gates, Suspect suspect, Places places, Delays delays, int minute) {
        long delay = delays.of(suspect.failing().count(minute));
        if (delay > 0) {
            gates.add(new Gate(places, delay, Guard.AT_ONCE));
        }
    }

    /** Gives back the places that a log-in has, and no others: else who guesses would log in as himself to get rid of his guesses. */
    void leave(Attempt attempt, boolean athome, int minute) {
        gates(attempt, athome, minute).forEach(gate -> gate.places().leave());
    }

    /** A log-in was wrong, here or elsewhere. */
    void failed(Tiding.Failed failed, int minute) {
        pairs.suspect(failed.pair(), minute, () -> new Suspect(delays.most()))
                .failing()
                .add(failed.proof(), minute);
        if (!failed.athome()) {
            accounts.suspect(failed.account(), minute, () -> new Suspect(accountDelays.most()))
                    .failing()
                    .add(failed.proof(), minute);
            for (int level = 0; level < failed.networks().size(); level++) {
                int allowance = Unit.allowance(level);
                networks.suspect(failed.networks().get(level), minute, () -> network(allowance))
                        .failed(failed.account(), failed.place(), minute);
            }
        }
    }

    private SuspectNetwork network(int allowance) {
        int failing = Math.max(banAfter * allowance, delays.times(allowance).most());
        return new SuspectNetwork(allowance > 1, failing, banAfter);
    }

    /** One was right: whether that is news of one of the networks. */
    boolean succeeded(long account, List<Long> keys, int minute) {
        boolean news = false;
        for (long key : keys) {
            Optional<SuspectNetwork> network = networks.find(key, minute);
            news |= network.isPresent() && network.get().succeeded(account, minute);
        }
        return news;
    }

    /** Whether log-ins have failed for so many accounts that a network is to be banned. */
    boolean tooMany(Attempt.Judged judged, int minute) {
        return networks.find(judged.key(), minute)
                .filter(network -> network.counts(minute)
                        && network.failing().count(minute)
                                >= banAfter * judged.unit().allowance())
                .filter(network -> !manyLogIn(network, minute))
                .isPresent();
    }

    /** Whether so many accounts log in from a network that a few bad ones say nothing of the others. */
    boolean manyLogIn(Attempt.Judged judged, int minute) {
        return networks.find(judged.key(), minute)
                .filter(network -> manyLogIn(network, minute))
                .isPresent();
    }

    private boolean manyLogIn(SuspectNetwork network, int minute) {
        return network.good().count(minute) >= banAfter;
    }

    void forget(int minute) {
        networks.forget(minute);
        accounts.forget(minute);
        pairs.forget(minute);
    }

    /** Of how many something is known. */
    int size() {
        return networks.size() + accounts.size() + pairs.size();
    }
}
