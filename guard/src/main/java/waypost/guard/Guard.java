package waypost.guard;

import com.codahale.metrics.MetricRegistry;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.LogText;
import waypost.identity.Secret;

/**
 * Holds up who seems to guess passwords, and nobody else. Who is right hears so at once, and who is wrong waits for the answer, the longer the more
 * log-ins have failed; only where many are held already one waits before it is decided. Pairs of account and network that have logged in of late
 * are judged by what failed of themselves, all others by the network, by the account and by what goes on everywhere as well. Never
 * blocks, but for {@link #save}; any thread.
 */
public final class Guard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.guard");

    /** Networks, accounts and pairs of which something is known, each. */
    static final int SUSPECTS = 50_000;

    /** Log-ins that wait until they are decided, all together. */
    static final int WAITING = 2_000;

    /** Log-ins of one network, account or pair that are held at the same time before others wait. */
    static final int AT_ONCE = 5;

    private static final Duration SPRAY_DELAY = Duration.ofSeconds(5);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final GuardSettings settings;
    private final LongSupplier ticker;
    private final long began;
    private final Familiar familiar;
    private final Keyed secrets;
    private final Delays delays;
    private final Delays accountDelays;
    private final long sprayDelay;
    private final Suspects<SuspectNetwork> networks = new Suspects<>(SUSPECTS);
    private final Suspects<Suspect> accounts = new Suspects<>(SUSPECTS);
    private final Suspects<Suspect> pairs = new Suspects<>(SUSPECTS);
    private final Places waiting = new Places();
    private final Spray spray;
    private final MetricRegistry metrics;
    private final AtomicLong proofs = new AtomicLong();

    /**
     * @param file where familiar pairs are kept; nowhere where empty
     * @param ticker measures delays, in nanoseconds; {@code instants} dates log-ins
     */
    public Guard(
            GuardSettings settings,
            Optional<Path> file,
            LongSupplier ticker,
            InstantSource instants,
            RandomGenerator random,
            MetricRegistry metrics) {
        this.settings = settings;
        this.ticker = ticker;
        this.began = ticker.getAsLong();
        this.familiar = new Familiar(file, settings.familiarFor(), instants, random);
        this.secrets = Keyed.random(random);
        this.delays = new Delays(settings.slowAfter(), settings.longestDelay().toNanos());
        this.accountDelays = delays.times(2);
        this.sprayDelay =
                Math.min(SPRAY_DELAY.toNanos(), settings.longestDelay().toNanos());
        this.spray = new Spray(settings.sprayAfter());
        this.metrics = metrics;
        metrics.gauge("guard.spray", () -> () -> spraying() ? 1 : 0);
        metrics.gauge("guard.familiar", () -> familiar::size);
    }

    /**
     * How a log-in is judged.
     *
     * @param name of the account, in the one spelling that all others lead to
     */
    public Attempt named(String name, InetAddress client) {
        return attempt(name, "n" + name, client, true);
    }

    /** The same where a token alone says whose it is. */
    public Attempt unnamed(Secret token, InetAddress client) {
        return attempt("", "t" + token.value(), client, false);
    }

    private Attempt attempt(String name, String whose, InetAddress client, boolean lasting) {
        Keyed keyed = familiar.keyed();
        long account = keyed.hash(whose);
        List<Unit> units = Unit.around(client);
        byte[] narrowest = units.getFirst().octets();
        List<Attempt.Judged> judged = shared(client)
                ? List.of()
                : units.stream()
                        .map(unit -> new Attempt.Judged(unit, keyed.hash(unit.octets())))
                        .toList();
        return new Attempt(name, account, keyed.hash(account, narrowest), keyed.hash(narrowest), judged, lasting);
    }

    /** Whoever comes from this machine comes through something that speaks for others. */
    private boolean shared(InetAddress client) {
        return client.isLoopbackAddress() || settings.shared().stream().anyMatch(network -> network.contains(client));
    }

    /** Before anybody is asked about a log-in; then one of the other three follows. */
    public Ruling enter(Attempt attempt) {
        boolean athome = familiar.has(attempt.pair());
        Ruling ruling = ruling(attempt, athome);
        switch (ruling) {
            case Ruling.AtOnce() -> {}
            case Ruling.After _ -> metrics.meter("guard.waiting").mark();
            case Ruling.Never(var why) ->
                metrics.meter("guard." + why.name().toLowerCase(Locale.ROOT)).mark();
        }
        return ruling;
    }

    private synchronized Ruling ruling(Attempt attempt, boolean athome) {
        long now = ticker.getAsLong();
        if (!athome && banned(attempt, now)) {
            return new Ruling.Never(Ruling.Reason.BANNED);
        }
        List<Gate> gates = gates(attempt, athome, now);
        boolean sprayed = !athome && spray.on() && sprayDelay > 0;
        if (gates.isEmpty() && !sprayed) {
            return new Ruling.AtOnce();
        }
        boolean waits = sprayed || gates.stream().anyMatch(gate -> gate.taken(now));
        if (gates.stream().anyMatch(gate -> gate.full(now)) || waits && waiting.taken(now) >= WAITING) {
            return new Ruling.Never(Ruling.Reason.CROWDED);
        }
        long delay = Math.max(longest(gates), sprayed ? sprayDelay : 0);
        long begins = waits ? now + delay : now;
        gates.forEach(gate -> gate.places().take(begins + delay));
        if (!waits) {
            return new Ruling.AtOnce();
        }
        waiting.take(begins);
        return new Ruling.After(Duration.ofNanos(delay));
    }

    private boolean banned(Attempt attempt, long now) {
        int minute = minute(now);
        return attempt.networks().stream()
                .flatMap(judged -> networks.find(judged.key(), minute).stream())
                .anyMatch(network -> network.banned(now) && !manyLogIn(network, minute));
    }

    /** Where so many accounts log in that a few bad ones say nothing of the others. */
    private boolean manyLogIn(SuspectNetwork network, int minute) {
        return network.good().count(minute) >= settings.banAfter();
    }

    /** Those that have a delay. */
    private List<Gate> gates(Attempt attempt, boolean athome, long now) {
        List<Gate> gates = new ArrayList<>();
        int minute = minute(now);
        pairs.find(attempt.pair(), minute).ifPresent(pair -> add(gates, pair, delays, minute));
        if (!athome) {
            accounts.find(attempt.account(), minute).ifPresent(account -> add(gates, account, accountDelays, minute));
            for (Attempt.Judged judged : attempt.networks()) {
                networks.find(judged.key(), minute)
                        .filter(network -> network.counts(minute))
                        .ifPresent(network ->
                                add(gates, network, delays.times(judged.unit().allowance()), minute));
            }
        }
        return gates;
    }

    private static void add(List<Gate> gates, Suspect suspect, Delays delays, int minute) {
        long delay = delays.of(suspect.failing().count(minute));
        if (delay > 0) {
            gates.add(new Gate(suspect.places(), delay, AT_ONCE));
        }
    }

    private static long longest(List<Gate> gates) {
        return gates.stream().mapToLong(Gate::delay).max().orElse(0);
    }

    private int minute(long now) {
        return (int) ((now - began) / MINUTE);
    }

    /** The log-in was good. */
    public void right(Attempt attempt) {
        boolean athome = familiar.has(attempt.pair());
        synchronized (this) {
            long now = ticker.getAsLong();
            int minute = minute(now);
            leave(attempt, athome, minute);
            for (Attempt.Judged judged : attempt.networks()) {
                networks.find(judged.key(), minute).ifPresent(network -> network.succeeded(attempt, minute));
            }
            spray.succeeded(attempt.account(), now);
        }
        if (attempt.lasting()) {
            familiar.put(attempt.pair());
        }
    }

    /** Nobody could say, or what was shown was right and is not enough. */
    public void undecided(Attempt attempt) {
        boolean athome = familiar.has(attempt.pair());
        synchronized (this) {
            leave(attempt, athome, minute(ticker.getAsLong()));
        }
    }

    /** Gives back the places that it has, and no others: else who guesses would log in as himself to get rid of his guesses. */
    private void leave(Attempt attempt, boolean athome, int minute) {
        pairs.find(attempt.pair(), minute).ifPresent(pair -> pair.places().leave());
        if (!athome) {
            accounts.find(attempt.account(), minute)
                    .ifPresent(account -> account.places().leave());
            attempt.networks()
                    .forEach(judged -> networks.find(judged.key(), minute)
                            .ifPresent(network -> network.places().leave()));
        }
    }

    /**
     * The log-in was wrong.
     *
     * @param shown password or token: the same one again is no further failure
     * @return how long the answer is to take
     */
    public Duration wrong(Attempt attempt, Secret shown) {
        return wrong(attempt, secrets.hash(shown.value()));
    }

    /** The same where nothing was shown that could be compared. */
    public Duration wrong(Attempt attempt) {
        return wrong(attempt, secrets.hash("#" + proofs.incrementAndGet()));
    }

    private Duration wrong(Attempt attempt, long proof) {
        boolean athome = familiar.has(attempt.pair());
        long delay = counted(attempt, proof, athome);
        if (delay > 0) {
            metrics.meter("guard.late").mark();
        }
        return Duration.ofNanos(delay);
    }

    private synchronized long counted(Attempt attempt, long proof, boolean athome) {
        long now = ticker.getAsLong();
        int minute = minute(now);
        long before = longest(gates(attempt, athome, now));
        pairs.suspect(attempt.pair(), minute, () -> new Suspect(delays.most()))
                .failing()
                .add(proof, minute);
        if (!athome) {
            accounts.suspect(attempt.account(), minute, () -> new Suspect(accountDelays.most()))
                    .failing()
                    .add(proof, minute);
            attempt.networks().forEach(judged -> count(judged, attempt, now));
            spray.failed(attempt.account(), attempt.place(), now);
            look(now);
        }
        long delay = longest(gates(attempt, athome, now));
        tell(attempt, before, delay);
        return delay;
    }

    private void count(Attempt.Judged judged, Attempt attempt, long now) {
        int minute = minute(now);
        int allowance = judged.unit().allowance();
        int most = settings.banAfter() * allowance;
        SuspectNetwork network = networks.suspect(judged.key(), minute, () -> {
            int failing = Math.max(most, delays.times(allowance).most());
            return new SuspectNetwork(judged.unit(), failing, settings.banAfter());
        });
        network.failed(attempt, minute);
        boolean tooMany =
                network.counts(minute) && network.failing().count(minute) >= most && !manyLogIn(network, minute);
        if (tooMany && settings.banFor().isPositive() && !network.banned(now)) {
            network.ban(now + settings.banFor().toNanos());
            metrics.meter("guard.bans").mark();
            LOG.warn("event=network-banned network={} accounts={} for={}", judged.unit(), most, settings.banFor());
        }
    }

    /** When it gets slower. */
    private static void tell(Attempt attempt, long before, long delay) {
        if (delay > before) {
            LOG.info(
                    "event=guessing network={} user=\"{}\" delay={}",
                    attempt.networks().isEmpty()
                            ? "shared"
                            : attempt.networks().getFirst().unit(),
                    LogText.of(attempt.name()),
                    Duration.ofNanos(delay));
        }
    }

    private void look(long now) {
        if (spray.turned(now)) {
            String event = spray.on() ? "spray-began" : "spray-ended";
            LOG.warn("event={} {}", event, spray.figures(now));
        }
    }

    private synchronized boolean spraying() {
        return spray.on();
    }

    /** Forgets what is past, and writes familiar pairs to disk: to be called every minute. */
    public void save() {
        forget();
        familiar.save();
    }

    private synchronized void forget() {
        long now = ticker.getAsLong();
        int minute = minute(now);
        networks.forget(minute, now);
        accounts.forget(minute, now);
        pairs.forget(minute, now);
        look(now);
    }

    /** Of how many something is known. */
    synchronized int suspects() {
        return networks.size() + accounts.size() + pairs.size();
    }

    @Override
    public void close() {
        familiar.save();
    }
}
