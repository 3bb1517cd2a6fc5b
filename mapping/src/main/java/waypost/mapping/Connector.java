package waypost.mapping;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import waypost.identity.Secret;

/**
 * One directory, on as many servers as it has: the next one is asked where one cannot say. Only the results listed here are definite; every
 * other one means that the directory cannot say. Searches and binds are bounded apart: a storm of log-ins keeps no mail waiting. Blocks for at
 * most the timeout of each step, of which to wait for one's turn is one; safe for any number of threads.
 */
final class Connector implements AutoCloseable {
    /** Two are enough to know that there are several. */
    private static final int SIZE_LIMIT = 2;

    private static final Filter ANYTHING = Filter.createPresenceFilter("objectClass");

    private final DirectorySettings settings;
    private final DirectoryPools pools;
    private final List<DirectoryServer> servers;
    private final NewestState newest;
    private final Ticker ticker;
    private final Alarms alarms;
    private final Turns searches;
    private final Turns binds;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean failing;

    Connector(DirectorySettings settings, TlsTrust trust, Ticker ticker, Alarms alarms, MetricRegistry metrics) {
        this.settings = settings;
        this.ticker = ticker;
        this.alarms = alarms;
        this.searches = turns("searches", settings.inFlight().searches(), metrics);
        this.binds = turns("binds", settings.inFlight().binds(), metrics);
        this.pools = new DirectoryPools(settings, trust);
        this.newest = new NewestState(ticker);
        servers = settings.uris().stream()
                .map(uri -> new DirectoryServer(
                        pools, uri, settings.timeout(), settings.kind().progress(settings, ticker), ticker))
                .toList();
    }

    private Turns turns(String what, int most, MetricRegistry metrics) {
        String name = MetricRegistry.name("directory", settings.name(), what);
        return new Turns(most, settings.inFlight().waiting(), settings.timeout(), name, metrics);
    }

    String name() {
        return settings.name();
    }

    DirectorySettings settings() {
        return settings;
    }

    /** One of each server: a change reaches one after the other, and whichever is asked must have told it. */
    List<DirectoryWatch> watchEach(ChangeFeed.Changes changes) {
        return settings.uris().stream()
                .map(uri -> watch(List.of(uri), changes, Optional.empty()))
                .toList();
    }

    /**
     * Of one server at a time, whichever can be reached: what it has told is told whole.
     *
     * @param from a state that {@code changes} once reached
     */
    DirectoryWatch watchAny(ChangeFeed.Changes changes, Optional<String> from) {
        return watch(settings.uris(), changes, from);
    }

    private DirectoryWatch watch(List<URI> uris, ChangeFeed.Changes changes, Optional<String> from) {
        ChangeFeed feed = settings.kind().feed(settings, changes, newest::shown, from);
        return new DirectoryWatch(name(), uris, pools, feed, changes::lost);
    }

    /**
     * Gives each entry that the filters could find to the reader, of one server that lacks no changes.
     *
     * @throws IOException if there is none that shows all
     */
    void readAll(String[] attributes, Consumer<Entry> reader) throws IOException {
        Progress progress = settings.kind().progress(settings, ticker);
        try (var pages = new DirectoryPages(
                settings,
                pools,
                server -> progress.of(server).filter(newest::isBehind).map(_ -> "lacks changes"))) {
            pages.read(attributes, reader);
        }
    }

    /**
     * All entries that a filter finds, of one server that lacks no changes; empty if none can say.
     *
     * @param most that there can be: with fewer it counts that the others are not there
     */
    Optional<List<Entry>> all(Filter filter, int most, String... attributes) {
        return inTurn(
                searches,
                order(),
                server -> {
                    var request = new SearchRequest(settings.base(), SearchScope.SUB, filter, attributes);
                    request.setControls(settings.kind().searchControls());
                    request.setResponseTimeoutMillis(settings.timeout().toMillis());
                    List<Entry> entries = List.copyOf(entries(server.search(request)));
                    boolean counts =
                            entries.size() < most ? confirmNone(server) instanceof Searched.None : !isBehind(server);
                    return counts ? Optional.of(entries) : Optional.<List<Entry>>empty();
                },
                _ -> Optional.empty(),
                Optional::isEmpty);
    }

    /** Looks for entries anywhere below the base. */
    Searched search(Filter filter, String... attributes) {
        return search(SIZE_LIMIT, filter, attributes);
    }

    /** @param limit of entries; more are not told */
    Searched search(int limit, Filter filter, String... attributes) {
        return confirmed(server -> ask(server, settings.base(), SearchScope.SUB, limit, filter, attributes));
    }

    /** The entry of this name, be it below the base or not. */
    Searched entry(String dn, String... attributes) {
        return confirmed(server -> {
            try {
                return ask(server, dn, SearchScope.BASE, SIZE_LIMIT, ANYTHING, attributes);
            } catch (LDAPException absent) {
                if (absent.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                    return new Searched.None();
                }
                throw absent;
            }
        });
    }

    private Searched confirmed(Question<Searched> question) {
        return inTurn(
                searches,
                order(),
                server -> {
                    Searched searched = question.ask(server);
                    return searched instanceof Searched.None ? confirmNone(server) : searched;
                },
                Searched.Failed::new,
                Searched.Failed.class::isInstance);
    }

    /**
     * "No such user" is believed only of a directory that shows what must be there (RFC 4511 §4.5.2 has no other sign), and of a server that has
     * all changes that are known of.
     */
    private Searched confirmNone(DirectoryServer server) throws LDAPException {
        Searched shown = exists(server, settings.base());
        if (shown instanceof Searched.None && settings.canary().isPresent()) {
            shown = exists(server, settings.canary().get());
        }
        return shown instanceof Searched.None && isBehind(server) ? new Searched.Failed(lacks(server)) : shown;
    }

    private boolean isBehind(DirectoryServer server) throws LDAPException {
        Optional<ReplicaState> state = server.state();
        state.ifPresent(newest::shown);
        if (state.filter(newest::isBehind).isEmpty()) {
            return false;
        }
        server.behind();
        alarms.raise("directory " + name() + " at " + server, lacks(server));
        return true;
    }

    private String lacks(DirectoryServer server) {
        return server + " lacks changes that the directory " + name() + " has shown before";
    }

    private Searched exists(DirectoryServer server, String dn) throws LDAPException {
        return switch (ask(server, dn, SearchScope.BASE, SIZE_LIMIT, ANYTHING, SearchRequest.NO_ATTRIBUTES)) {
            case Searched.One _ -> new Searched.None();
            case Searched.None(), Searched.Several _ -> new Searched.Failed("not visible: " + dn);
            case Searched.Failed failed -> failed;
        };
    }

    private Searched ask(
            DirectoryServer server, String base, SearchScope scope, int limit, Filter filter, String... attributes)
            throws LDAPException {
        var request = new SearchRequest(base, scope, filter, attributes);
        request.setControls(settings.kind().searchControls());
        request.setSizeLimit(limit);
        request.setResponseTimeoutMillis(settings.timeout().toMillis());
        SearchResult result;
        try {
            result = server.search(request);
        } catch (LDAPSearchException partial) {
            List<? extends Entry> entries = entries(partial.getSearchResult());
            if (partial.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED) && entries.size() > 1) {
                return new Searched.Several(List.copyOf(entries), server);
            }
            throw partial;
        }
        List<? extends Entry> entries = entries(result);
        return switch (entries.size()) {
            case 0 ->
                result.getReferenceCount() > 0
                        ? new Searched.Failed("directory " + name() + " has it not, and refers to others")
                        : new Searched.None();
            case 1 -> new Searched.One(entries.getFirst(), server);
            default -> new Searched.Several(List.copyOf(entries), server);
        };
    }

    private static List<? extends Entry> entries(SearchResult result) {
        return result.getSearchEntries() == null ? List.of() : result.getSearchEntries();
    }

    /**
     * Tries a password as an entry, at the server that showed it: to one that does not have it yet every password is wrong. One that lacks
     * changes may have the password of before. The password is not empty: RFC 4513 §5.1.2 would make that a success that proves nothing.
     */
    Bound bind(Searched.One found, Secret password) {
        if (password.value().isEmpty()) {
            throw new IllegalArgumentException("bind without password");
        }
        Bound bound = inTurn(
                binds,
                List.of(found.at()),
                server -> bind(server, found.entry(), password),
                Bound.Failed::new,
                Bound.Failed.class::isInstance);
        return bound instanceof Bound.Wrong ? believed(bound, found) : bound;
    }

    private Bound bind(DirectoryServer server, Entry entry, Secret password) throws LDAPException {
        var request = new SimpleBindRequest(
                entry.getDN(), password.value(), settings.kind().bindControls());
        request.setResponseTimeoutMillis(settings.timeout().toMillis());
        try {
            return Bound.taken(server.bind(request));
        } catch (LDAPException refused) {
            return Bound.refused(refused).orElseThrow(() -> refused);
        }
    }

    private Bound believed(Bound wrong, Searched.One found) {
        return inTurn(
                searches,
                List.of(found.at()),
                server -> isBehind(server) ? new Bound.Behind() : wrong,
                Bound.Failed::new,
                Bound.Failed.class::isInstance);
    }

    /** Whether the server that showed this lacks changes, so that a password may be right that does not fit. Also where that cannot be told. */
    boolean isBehind(Searched.One found) {
        return inTurn(searches, List.of(found.at()), this::isBehind, _ -> true, _ -> false);
    }

    int servers() {
        return servers.size();
    }

    /** Whether it could not say when it was last asked. */
    boolean failing() {
        return failing;
    }

    /** Each of them, and how it was found, for the operator. */
    List<String> servers(Searched last) {
        return servers.stream()
                .map(server -> server + ", "
                        + (last instanceof Searched.One one && one.at() == server
                                ? "showed the entry"
                                : server.found()))
                .toList();
    }

    private interface Question<A> {
        A ask(DirectoryServer server) throws LDAPException;
    }

    private <A> A inTurn(
            Turns turns,
            List<DirectoryServer> candidates,
            Question<A> question,
            Function<String, A> failed,
            Predicate<A> failure) {
        return turns.ask(
                () -> first(candidates, question, failed, failure),
                () -> failed.apply("directory " + name() + " is busy"));
    }

    /** The first answer of a server; failing that, what the last one that was asked said. */
    private <A> A first(
            List<DirectoryServer> candidates, Question<A> question, Function<String, A> failed, Predicate<A> failure) {
        A answer = failed.apply("directory " + name() + " failed a moment ago");
        for (DirectoryServer server : candidates) {
            if (server.ready()) {
                answer = answer(server, question, failed);
                if (!failure.test(answer)) {
                    failing = false;
                    return answer;
                }
            }
        }
        failing = true;
        return answer;
    }

    private <A> A answer(DirectoryServer server, Question<A> question, Function<String, A> failed) {
        try {
            return question.ask(server);
        } catch (LDAPException trouble) {
            String reason = "directory " + name() + ": " + Reason.of(trouble);
            switch (Fault.of(trouble)) {
                case CONFIGURATION ->
                    alarms.raise("directory " + name(), reason + "; see its section of the configuration");
                case SERVER -> {}
            }
            return failed.apply(reason);
        }
    }

    private List<DirectoryServer> order() {
        List<DirectoryServer> order = new ArrayList<>(servers);
        switch (settings.spread()) {
            case FIRST -> {}
            case TURNS -> Collections.rotate(order, -Math.floorMod(next.getAndIncrement(), servers.size()));
        }
        order.sort(Comparator.comparing(DirectoryServer::isBehind));
        return order;
    }

    @Override
    public void close() {
        servers.forEach(DirectoryServer::close);
    }
}
