package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import waypost.identity.Secret;

/**
 * One directory: searches on one pool of connections, log-ins by bind on another. Only the results listed here are definite; every other
 * one means that the directory cannot say. Blocks for at most the timeout of each step; safe for any number of threads.
 */
final class Connector implements AutoCloseable {
    /** After a failure to connect everybody is answered at once for this long, instead of each waiting for a timeout. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** The results that no server sent. A server that says it is busy, or stumbles over one entry, answers the next question. */
    private static final Set<ResultCode> UNREACHED =
            Set.of(ResultCode.SERVER_DOWN, ResultCode.CONNECT_ERROR, ResultCode.TIMEOUT);

    /** Two are enough to know that there are several. */
    private static final int SIZE_LIMIT = 2;

    private final DirectorySettings settings;
    private final LDAPConnectionPool searches;
    private final LDAPConnectionPool binds;
    private final Semaphore turns;
    private final Ticker ticker;
    private final AtomicLong pausedUntil;

    Connector(DirectorySettings settings, TlsTrust trust, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
        this.turns = new Semaphore(2 * settings.connections());
        this.pausedUntil = new AtomicLong(ticker.read());
        var pools = new DirectoryPools(settings, trust);
        searches = pools.searches();
        binds = pools.binds();
    }

    String name() {
        return settings.name();
    }

    AttributeNames attributes() {
        return settings.attributes();
    }

    String filter() {
        return settings.filter();
    }

    /** Looks for entries anywhere below the base. */
    Searched search(Filter filter, String... attributes) {
        return inTurn(
                () -> {
                    Searched searched = ask(settings.base(), SearchScope.SUB, filter, attributes);
                    return searched instanceof Searched.None ? confirmNone() : searched;
                },
                Searched.Failed::new);
    }

    /** "No such user" is believed only of a directory that shows what must be there (RFC 4511 §4.5.2 has no other sign). */
    private Searched confirmNone() throws LDAPException {
        Searched base = exists(settings.base());
        if (base instanceof Searched.None && settings.canary().isPresent()) {
            return exists(settings.canary().get());
        }
        return base;
    }

    private Searched exists(String dn) throws LDAPException {
        return switch (ask(
                dn, SearchScope.BASE, Filter.createPresenceFilter("objectClass"), SearchRequest.NO_ATTRIBUTES)) {
            case Searched.One _ -> new Searched.None();
            case Searched.None(), Searched.Several(var _) -> new Searched.Failed("not visible: " + dn);
            case Searched.Failed failed -> failed;
        };
    }

    private Searched ask(String base, SearchScope scope, Filter filter, String... attributes) throws LDAPException {
        var request = new SearchRequest(base, scope, filter, attributes);
        request.setSizeLimit(SIZE_LIMIT);
        request.setResponseTimeoutMillis(settings.timeout().toMillis());
        SearchResult result;
        try {
            result = searches.search(request);
        } catch (LDAPSearchException partial) {
            List<? extends Entry> entries = entries(partial.getSearchResult());
            if (partial.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED) && entries.size() > 1) {
                return new Searched.Several(List.copyOf(entries));
            }
            throw partial;
        }
        List<? extends Entry> entries = entries(result);
        return switch (entries.size()) {
            // Active Directory sends references with every answer at the root of a domain
            case 0 ->
                result.getReferenceCount() > 0
                        ? new Searched.Failed("directory " + name() + " has it not, and refers to others")
                        : new Searched.None();
            case 1 -> new Searched.One(entries.getFirst());
            default -> new Searched.Several(List.copyOf(entries));
        };
    }

    private static List<? extends Entry> entries(SearchResult result) {
        return result.getSearchEntries() == null ? List.of() : result.getSearchEntries();
    }

    /** Tries a password as an entry. The password is not empty: RFC 4513 §5.1.2 would make that a success that proves nothing. */
    Bound bind(String dn, Secret password) {
        if (password.value().isEmpty()) {
            throw new IllegalArgumentException("bind without password");
        }
        return inTurn(
                () -> {
                    var request = new SimpleBindRequest(dn, password.value());
                    request.setResponseTimeoutMillis(settings.timeout().toMillis());
                    try {
                        binds.bind(request);
                        return new Bound.Right(AccountState.ACTIVE);
                    } catch (LDAPException refused) {
                        return Bound.refused(refused).orElseThrow(() -> refused);
                    }
                },
                Bound.Failed::new);
    }

    private interface Question<A> {
        A ask() throws LDAPException;
    }

    private <A> A inTurn(Question<A> question, Function<String, A> failed) {
        if (ticker.read() - pausedUntil.get() < 0) {
            return failed.apply("directory " + name() + " failed a moment ago");
        }
        try {
            if (!turns.tryAcquire(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return failed.apply("directory " + name() + " is busy");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return failed.apply("stopping");
        }
        try {
            return question.ask();
        } catch (LDAPException failure) {
            if (UNREACHED.contains(failure.getResultCode())) {
                pausedUntil.set(ticker.read() + PAUSE.toNanos());
            }
            return failed.apply("directory " + name() + ": " + Reason.of(failure));
        } finally {
            turns.release();
        }
    }

    @Override
    public void close() {
        searches.close();
        binds.close();
    }
}
