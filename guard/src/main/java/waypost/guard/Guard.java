package waypost.guard;

import com.codahale.metrics.MetricRegistry;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.config.Network;
import waypost.identity.LogText;
import waypost.identity.Secret;
import waypost.identity.SharedKey;

/**
 * Holds up who seems to guess passwords, and nobody else. Who is right hears so at once, and who is wrong waits for the answer, the longer the more
 * log-ins have failed; only where many are held already one waits before it is decided. Pairs of account and network that have logged in of late
 * are judged by what failed of themselves, all others by the network, by the account and by what goes on everywhere as well. Never
 * blocks, but for {@link #save}; any thread.
 */
public final class Guard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.guard");

    /** Log-ins that wait until they are decided, all together. */
    static final int WAITING = 2_000;

    /**
     * Log-ins of one account or pair that are held at the same time before others wait; of one network so many to accounts that have failed there, and so
     * many to others.
     */
    static final int AT_ONCE = 5;

    private static final Duration SPRAY_DELAY = Duration.ofSeconds(5);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final GuardSettings settings;
    private final LongSupplier ticker;
    private final long began;
    private final Familiar familiar;
    private final Bans bans;
    private final Consumer<Tiding> others;
    private final long sprayDelay;
    private final Suspicions suspicions;
    private final Places waiting = new Places();
    private final Spray spray;
    private final GuardMeters meters;
    private final AtomicLong proofs = new AtomicLong();
    private volatile Keyed secrets;

    /**
     * @param folder where familiar pairs and bans are kept; nowhere where empty
     * @param ticker measures delays, in nanoseconds; {@code instants} dates log-ins and bans
     */
    public Guard(
            GuardSettings settings,
            Optional<Path> folder,
            Fellows fellows,
            LongSupplier ticker,
            InstantSource instants,
            MetricRegistry metrics) {
        this.settings = settings;
        this.ticker = ticker;
        this.began = ticker.getAsLong();
        this.familiar = new Familiar(
                folder.map(data -> data.resolve("familiar")), settings.familiarFor(), instants, names(fellows.key()));
        this.bans = new Bans(fellows.self(), folder.map(data -> data.resolve("bans")), instants, fellows.others());
        this.others = fellows.others();
        this.secrets = proofs(fellows.key());
        this.suspicions = new Suspicions(settings);
        this.sprayDelay =
                Math.min(SPRAY_DELAY.toNanos(), settings.longestDelay().toNanos());
        this.spray = new Spray(settings.sprayAfter());
        this.meters = new GuardMeters(metrics);
        metrics.gauge("guard.spray", () -> () -> spraying() ? 1 : 0);
        metrics.gauge("guard.familiar", () -> familiar::size);
        metrics.gauge("guard.suspects", () -> this::suspects);
        metrics.gauge("guard.networks-banned", () -> () -> bans.list().size());
    }

    private static Keyed names(SharedKey key) {
        return Keyed.of(key, "who logs in from where");
    }

    private static Keyed proofs(SharedKey key) {
        return Keyed.of(key, "what was wrong");
    }

    /** All front ends go by another key from now on: what was counted and who is at home where is not understood any more. */
    public void rekey(SharedKey key) {
        familiar.rekey(names(key));
        secrets = proofs(key);
    }

    public Bans bans() {
        return bans;
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
        return new Attempt(
                name, client, account, keyed.hash(account, narrowest), keyed.hash(narrowest), judged, lasting);
    }

    /** Whoever comes from this machine comes through something that speaks for others. */
    private boolean shared(InetAddress client) {
        return client.isLoopbackAddress() || settings.shared().stream().anyMatch(network -> network.contains(client));
    }

    /** Before anybody is asked about a log-in; then one of the other three follows. */
    public Ruling enter(Attempt attempt) {
        boolean athome = familiar.has(attempt.pair());
        Ruling ruling = ruling(attempt, athome);
        meters.ruled(ruling);
        return ruling;
    }

    private synchronized Ruling ruling(Attempt attempt, boolean athome) {
        long now = ticker.getAsLong();
        if (banned(attempt, athome, now)) {
            return new Ruling.Never(Ruling.Reason.BANNED);
        }
        List<Gate> gates = suspicions.gates(attempt, athome, minute(now));
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

    private boolean banned(Attempt attempt, boolean athome, long now) {
        return bans.find(attempt.client())
                .filter(ban -> switch (ban.cause()) {
                    case ADMINISTRATOR -> true;
                    case FAILURES -> !athome && judged(attempt, ban.network(), minute(now));
                })
                .isPresent();
    }

    /** Unless many people have it, as this front end was told or has seen. */
    private boolean judged(Attempt attempt, Network network, int minute) {
        return attempt.networks().stream()
                .filter(judged -> judged.unit().network().equals(network))
                .anyMatch(judged -> !suspicions.manyLogIn(judged, minute));
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
        boolean news;
        synchronized (this) {
            long now = ticker.getAsLong();
            int minute = minute(now);
            suspicions.leave(attempt, athome, minute);
            news = suspicions.succeeded(attempt.account(), attempt.keys(), minute);
            spray.succeeded(attempt.account(), now);
        }
        if (attempt.lasting() && (familiar.put(attempt.pair()) || news)) {
            others.accept(new Tiding.LoggedIn(attempt.account(), attempt.pair(), attempt.keys()));
        }
    }

    /**
     * The same of an account that has more names: whoever logs in by one of them is at home there by all.
     *
     * @param names in the one spelling of each
     */
    public void right(Attempt attempt, Set<String> names) {
        right(attempt);
        if (attempt.lasting()) {
            names.forEach(name -> familiar.put(named(name, attempt.client()).pair()));
        }
    }

    /** Nobody could say, or what was shown was right and is not enough. */
    public void undecided(Attempt attempt) {
        boolean athome = familiar.has(attempt.pair());
        synchronized (this) {
            suspicions.leave(attempt, athome, minute(ticker.getAsLong()));
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
        var failed =
                new Tiding.Failed(attempt.account(), attempt.pair(), attempt.place(), proof, athome, attempt.keys());
        long delay = counted(attempt, failed);
        others.accept(failed);
        if (delay > 0) {
            meters.answeredLate();
        }
        return Duration.ofNanos(delay);
    }

    private synchronized long counted(Attempt attempt, Tiding.Failed failed) {
        long now = ticker.getAsLong();
        int minute = minute(now);
        long before = longest(suspicions.gates(attempt, failed.athome(), minute));
        suspicions.failed(failed, minute);
        if (!failed.athome()) {
            attempt.networks().forEach(judged -> banIfTooMany(judged, minute));
            spray.failed(failed.account(), failed.place(), now);
            look(now);
        }
        long delay = longest(suspicions.gates(attempt, failed.athome(), minute));
        tell(attempt, before, delay);
        return delay;
    }

    private void banIfTooMany(Attempt.Judged judged, int minute) {
        if (settings.banFor().isPositive()
                && suspicions.tooMany(judged, minute)
                && bans.find(judged.unit().base()).isEmpty()) {
            bans.add(judged.unit().network(), settings.banFor(), Ban.Cause.FAILURES, "");
            meters.banned();
            LOG.warn("event=network-banned network={} for={}", judged.unit(), settings.banFor());
        }
    }

    /** What another front end tells. */
    public void heard(Tiding tiding) {
        switch (tiding) {
            case Ban ban -> bans.heard(ban);
            case Tiding.Failed failed -> heard(failed);
            case Tiding.LoggedIn(var account, var pair, var keys) -> {
                familiar.put(pair);
                synchronized (this) {
                    suspicions.succeeded(account, keys, minute(ticker.getAsLong()));
                }
            }
        }
    }

    private synchronized void heard(Tiding.Failed failed) {
        long now = ticker.getAsLong();
        suspicions.failed(failed, minute(now));
        if (!failed.athome()) {
            spray.heard(failed.account(), failed.place(), now);
            look(now);
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

    /** Forgets what is past, and writes familiar pairs and bans to disk: to be called every minute. */
    public void save() {
        forget();
        keep();
    }

    private void keep() {
        familiar.save();
        bans.save();
    }

    private synchronized void forget() {
        long now = ticker.getAsLong();
        suspicions.forget(minute(now));
        bans.forget();
        look(now);
    }

    /** Of how many something is known. */
    synchronized int suspects() {
        return suspicions.size();
    }

    @Override
    public void close() {
        keep();
    }
}
