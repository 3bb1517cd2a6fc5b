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
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import waypost.identity.Secret;
import waypost.mapping.DirectoryServers.Matter;
import waypost.mapping.DirectoryServers.Question;

/**
 * One directory, on as many servers as it has: the next one is asked where one cannot say. What each result means is in {@link Results}; all but
 * the definite ones mean that the directory cannot say. Blocks as {@link DirectoryServers} do; safe for any number of threads.
 */
final class Connector implements AutoCloseable {
    /** Two are enough to know that there are several. */
    private static final int SIZE_LIMIT = 2;

    private static final Filter ANYTHING = Filter.createPresenceFilter("objectClass");

    private final DirectorySettings settings;
    private final DirectoryPools pools;
    private final DirectoryServers servers;
    private final NewestState newest;
    private final Ticker ticker;
    private final Alarms alarms;

    Connector(DirectorySettings settings, TlsTrust trust, Ticker ticker, Alarms alarms, MetricRegistry metrics) {
        this.settings = settings;
        this.ticker = ticker;
        this.alarms = alarms;
        this.pools = new DirectoryPools(settings, trust);
        this.newest = new NewestState(ticker);
        this.servers = new DirectoryServers(settings, pools, ticker, alarms, metrics);
    }

    String name() {
        return settings.name();
    }

    /** What its servers have shown. */
    NewestState newest() {
        return newest;
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
        try (var pages = new DirectoryPages(
                settings,
                pools,
                server -> settings.kind()
                        .progress(settings, ticker)
                        .of(server)
                        .filter(newest::isBehind)
                        .map(_ -> "lacks changes"))) {
            pages.read(attributes, reader);
        }
    }

    /**
     * All entries that a filter finds, of one server that lacks no changes; empty if none can say.
     *
     * @param most that there can be: with fewer it counts that the others are not there
     */
    Optional<List<Entry>> all(Filter filter, int most, String... attributes) {
        return servers.ask(new Matter<>(
                Asked.SEARCH,
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
                Optional::isEmpty));
    }

    /** One server is looked into, anywhere below the base. */
    interface Look {
        Searched at(Filter filter, String... attributes) throws LDAPException;
    }

    /** What is looked for, with as many filters as that takes. */
    interface Quest {
        Searched by(Look look) throws LDAPException;
    }

    /** Looks for entries at one server after the other. That a filter finds none is confirmed once, behind the last one. */
    Searched search(Quest quest) {
        return ask(server -> {
            var missed = new AtomicBoolean();
            Searched found = quest.by((filter, attributes) -> {
                Searched one = ask(server, settings.base(), SearchScope.SUB, SIZE_LIMIT, filter, attributes);
                missed.compareAndSet(false, one instanceof Searched.None);
                return one;
            });
            return missed.get() ? sure(server, found) : found;
        });
    }

    Searched search(Filter filter, String... attributes) {
        return search(look -> look.at(filter, attributes));
    }

    /** @param limit of entries; more are not told */
    Searched search(int limit, Filter filter, String... attributes) {
        return confirmed(server -> ask(server, settings.base(), SearchScope.SUB, limit, filter, attributes));
    }

    /** Looks page by page for as many as there are, or more than {@code most}: then some of them are told. */
    Searched pages(Filter filter, int most, String... attributes) {
        return confirmed(server -> {
            var request = new SearchRequest(settings.base(), SearchScope.SUB, filter, attributes);
            request.setControls(settings.kind().searchControls());
            request.setResponseTimeoutMillis(settings.timeout().toMillis());
            List<SearchResultEntry> entries = server.pages(request, most);
            return switch (entries.size()) {
                case 0 -> new Searched.None();
                case 1 -> new Searched.One(entries.getFirst(), server);
                default -> new Searched.Several(List.copyOf(entries), server);
            };
        });
    }

    /** The entry of this name, be it below the base or not. */
    Searched entry(String dn, String... attributes) {
        return confirmed(server -> read(server, dn, attributes));
    }

    private Searched read(DirectoryServer server, String dn, String... attributes) throws LDAPException {
        try {
            return ask(server, dn, SearchScope.BASE, SIZE_LIMIT, ANYTHING, attributes);
        } catch (LDAPException absent) {
            if (!(absent instanceof NotLetIn) && absent.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return new Searched.None();
            }
            throw absent;
        }
    }

    private Searched confirmed(Question<Searched> question) {
        return ask(server -> {
            Searched searched = question.ask(server);
            return searched instanceof Searched.None ? sure(server, searched) : searched;
        });
    }

    /** An entry may be as it was before at a server that lacks changes: then the others are asked first, and it is better than nothing. */
    private Searched ask(Question<Searched> question) {
        Searched searched = first(question);
        return searched instanceof Searched.One one && isDoubtful(one.at()) && isBehind(one)
                ? first(question)
                : searched;
    }

    /** Whether it is to be asked how far it is, though it has an entry. */
    private boolean isDoubtful(DirectoryServer server) {
        return servers() > 1 && !newest.isEmpty() && !server.stated();
    }

    private Searched first(Question<Searched> question) {
        return servers.ask(
                new Matter<>(Asked.SEARCH, question, Searched.Failed::new, Searched.Failed.class::isInstance));
    }

    /** What was found, unless that something was not found cannot be believed. */
    private Searched sure(DirectoryServer server, Searched found) throws LDAPException {
        if (found instanceof Searched.Failed) {
            return found;
        }
        Searched none = confirmNone(server);
        return none instanceof Searched.Failed ? none : found;
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
        servers.hear(server, newest::shown); // before this one, to which their changes come a moment later
        Optional<ReplicaState> state = server.state();
        state.ifPresent(newest::shown);
        if (state.filter(newest::isBehind).isEmpty()) {
            return false;
        }
        server.passOver("lacks changes that another one has");
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
            case 0 -> none(result);
            case 1 -> new Searched.One(entries.getFirst(), server);
            default -> new Searched.Several(List.copyOf(entries), server);
        };
    }

    private Searched none(SearchResult result) {
        List<SearchResultReference> references = result.getSearchReferences();
        Optional<String> open = settings.references().open(references == null ? List.of() : references);
        open.ifPresent(where -> alarms.raise(
                "directory " + name() + ", references",
                "refers to " + where + ", so nobody is unknown; see references and refers-to in its section"));
        return open.<Searched>map(
                        where -> new Searched.Failed("directory " + name() + " has it not, and refers to " + where))
                .orElseGet(Searched.None::new);
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
        Bound bound = ask(found, Asked.USER_BIND, server -> bind(server, found.entry(), password));
        return bound instanceof Bound.Wrong ? believed(bound, found) : bound;
    }

    private Bound bind(DirectoryServer server, Entry entry, Secret password) throws LDAPException {
        var request = new SimpleBindRequest(
                entry.getDN(), password.value(), settings.kind().bindControls());
        request.setResponseTimeoutMillis(settings.timeout().toMillis());
        try {
            return Bound.taken(server.bind(request));
        } catch (LDAPException refused) {
            return switch (Verdict.of(refused, Asked.USER_BIND)) {
                case DEFINITE -> meant(Bound.refused(refused, settings.kind()));
                case OTHER_SERVER, CONFIGURATION -> {
                    server.passOver("could not check a password");
                    yield new Bound.Elsewhere(servers.told(refused, Asked.USER_BIND));
                }
                case UNAVAILABLE -> throw refused;
            };
        }
    }

    private Bound meant(Bound refusal) {
        if (!(refusal instanceof Bound.Failed(String reason))) {
            return refusal;
        }
        alarms.raise("directory " + name() + ", log-ins", reason);
        return new Bound.Failed("directory " + name() + ": " + reason);
    }

    private Bound ask(Searched.One found, Asked asked, Question<Bound> question) {
        return servers.ask(found.at(), new Matter<>(asked, question, Bound.Failed::new, Bound::unsaid));
    }

    private Bound believed(Bound wrong, Searched.One found) {
        return ask(
                found,
                Asked.SEARCH,
                server -> isBehind(server) ? new Bound.Elsewhere(lacks(server)) : looked(wrong, server, found.entry()));
    }

    /**
     * draft-behera-ldap-password-policy §6: while an account is locked no password is looked at, and a server need not say that. A lock that was there before
     * the bind or is there behind it may have been the reason.
     */
    private Bound looked(Bound wrong, DirectoryServer server, Entry before) throws LDAPException {
        List<String> locks = settings.kind().locks(settings.attributes());
        if (locks.isEmpty()) {
            return wrong;
        }
        return switch (read(server, before.getDN(), locks.toArray(String[]::new))) {
            case Searched.One(Entry after, var _) ->
                locks.stream().anyMatch(lock -> before.hasAttribute(lock) || after.hasAttribute(lock))
                        ? new Bound.LockedOut()
                        : wrong;
            case Searched.None(), Searched.Several(var _, var _) -> new Bound.Failed(before.getDN() + " went");
            case Searched.Failed(String reason) -> new Bound.Failed(reason);
        };
    }

    /** Whether the server that showed this lacks changes, so that a password may be right that does not fit. Also where that cannot be told. */
    boolean isBehind(Searched.One found) {
        return servers.ask(found.at(), new Matter<>(Asked.SEARCH, this::isBehind, _ -> true, _ -> false));
    }

    int servers() {
        return servers.all().size();
    }

    /** Whether it could not say when it was last asked. */
    boolean failing() {
        return servers.failing();
    }

    /** Each of them, and how it was found, for the operator. */
    List<String> servers(Searched last) {
        return servers.all().stream()
                .map(server -> server + ", "
                        + (last instanceof Searched.One one && one.at() == server
                                ? "showed the entry"
                                : server.found()))
                .toList();
    }

    @Override
    public void close() {
        servers.close();
    }
}
