package waypost.oauth;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.JWSObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer as they were fetched last. They are fetched again when they are old, and when a token names one that is not there; by
 * one caller at a time, and not before a pause has passed. While they cannot be fetched those at hand are good, up to a limit. Any thread.
 */
final class IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    static final Duration LIFETIME = Duration.ofMinutes(15);
    static final Duration PAUSE = Duration.ofSeconds(10);
    /** An issuer that could not be asked for so long may have taken keys back. */
    static final Duration LIMIT = Duration.ofDays(1);

    /** Whether a token is signed by the issuer. */
    sealed interface Verdict {
        record Signed() implements Verdict {}

        record NotSigned(String why) implements Verdict {}

        record Unknown(String why) implements Verdict {}
    }

    /**
     * @param fetched when the keys came, by the ticker
     * @param tried when they were last asked for
     * @param failure why they did not come then
     */
    private record State(KeySet keys, long fetched, long tried, Optional<String> failure) {}

    private final String issuer;
    private final Supplier<Fetched> source;
    private final Ticker ticker;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile State state;

    /** @param issuer its name, for the log */
    IssuerKeys(String issuer, Supplier<Fetched> source, Ticker ticker) {
        this.issuer = issuer;
        this.source = source;
        this.ticker = ticker;
        long never = ticker.read() - LIMIT.toNanos();
        state = new State(KeySet.NONE, never, never, Optional.of("not asked yet"));
    }

    Verdict verify(JWSObject token) {
        State known = inTime();
        if (keys(known).verifies(token)) {
            return new Verdict.Signed();
        }
        if (keys(known).names(token)) {
            return new Verdict.NotSigned("the signature is wrong");
        }
        State latest = again(known);
        if (keys(latest).verifies(token)) {
            return new Verdict.Signed();
        }
        return latest.failure
                .<Verdict>map(why -> new Verdict.Unknown("no keys of " + issuer + ": " + why))
                .orElseGet(() -> new Verdict.NotSigned(
                        keys(latest).names(token) ? "the signature is wrong" : "signed with an unknown key"));
    }

    /** Those that may still be believed. */
    private KeySet keys(State known) {
        return age(known.fetched).compareTo(LIMIT) < 0 ? known.keys : KeySet.NONE;
    }

    /** The state at hand; asked anew where it is old, for which only one caller waits as long as its keys may be believed. */
    private State inTime() {
        State known = state;
        if (age(known.fetched).compareTo(LIFETIME) < 0) {
            return known;
        }
        if (age(known.fetched).compareTo(LIMIT) >= 0) {
            return again(known);
        }
        if (!fetching.tryLock()) {
            return known;
        }
        try {
            return unlessTried(known);
        } finally {
            fetching.unlock();
        }
    }

    /** The state after asking, if a pause has passed since somebody did; whoever comes meanwhile waits for the answer. */
    private State again(State known) {
        fetching.lock();
        try {
            return unlessTried(known);
        } finally {
            fetching.unlock();
        }
    }

    private State unlessTried(State known) {
        State latest = state;
        if (latest.tried != known.tried || age(latest.tried).compareTo(PAUSE) < 0) {
            return latest;
        }
        state = switch (source.get()) {
            case Fetched.Content(var text) ->
                KeySet.parse(text)
                        .map(keys -> new State(keys, ticker.read(), ticker.read(), Optional.empty()))
                        .orElseGet(() -> failed(latest, "no usable keys in the answer"));
            case Fetched.Failed(var why) -> failed(latest, why);
        };
        return state;
    }

    private State failed(State before, String why) {
        LOG.warn("event=issuer-keys-not-fetched issuer=\"{}\" reason=\"{}\"", issuer, why);
        return new State(before.keys, before.fetched, ticker.read(), Optional.of(why));
    }

    private Duration age(long moment) {
        return Duration.ofNanos(ticker.read() - moment);
    }
}
