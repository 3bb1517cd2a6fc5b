package waypost.mapping;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import waypost.identity.Secret;
import waypost.mapping.DirectoryServers.Matter;
import waypost.mapping.DirectoryServers.Question;

/**
 * One directory, on as many servers as it has: the next one is asked where one cannot say. What each result means is in {@link Results}; all but
 * the definite ones mean that the directory cannot say. Blocks as {@link DirectoryServers} do; safe for any number of threads.
 */
final class Connector implements AutoCloseable {
    private final DirectorySettings settings;
    private final DirectoryPools pools;
    private final DirectoryServers servers;
    private final NewestState newest;
    private final Lag lag;
    private final UserBinds binds;
    private final Ticker ticker;
    private final Alarms alarms;

    Connector(DirectorySettings settings, TlsTrust trust, Ticker ticker, Alarms alarms, MetricRegistry metrics) {
        this.settings = settings;
        this.ticker = ticker;
        this.alarms = alarms;
        this.pools = new DirectoryPools(settings, trust);
        this.newest = new NewestState(ticker);
        this.servers = new DirectoryServers(settings, pools, ticker, alarms, metrics);
        this.lag = new Lag(settings.name(), servers, newest, alarms);
        this.binds = new UserBinds(settings, servers, lag, alarms);
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
                    Look look = look(server);
                    List<Entry> entries = look.all(filter, attributes);
                    boolean counts = entries.size() < most ? doubt(look, server).isEmpty() : !lag.isBehind(server);
                    return counts ? Optional.of(entries) : Optional.<List<Entry>>empty();
                },
                _ -> Optional.empty(),
                Optional::isEmpty));
    }

    /** What is looked for, with as many looks at a server as that takes. */
    interface Quest {
        Searched by(Look look) throws LDAPException;
    }

    /** Looks for entries at one server after the other. That one look finds none is confirmed once, behind the last one. */
    Searched search(Quest quest) {
        return ask(server -> {
            Look look = look(server);
            Searched found = quest.by(look);
            return look.missed() && !(found instanceof Searched.Failed) ? sure(look, server, found) : found;
        });
    }

    Searched search(Filter filter, String... attributes) {
        return search(look -> look.at(filter, attributes));
    }

    /** @param limit of entries; more are not told */
    Searched search(int limit, Filter filter, String... attributes) {
        return search(look -> look.at(limit, filter, attributes));
    }

    /** Looks page by page for as many as there are, or more than {@code most}: then some of them are told. */
    Searched pages(Filter filter, int most, String... attributes) {
        return search(look -> look.pages(filter, most, attributes));
    }

    /** The entry of this name, be it below the base or not. */
    Searched entry(String dn, String... attributes) {
        return search(look -> look.entry(dn, attributes));
    }

    private Look look(DirectoryServer server) {
        return new Look(settings, alarms, server);
    }

    /** An entry may be as it was before at a server that lacks changes: then the others are asked first, and it is better than nothing. */
    private Searched ask(Question<Searched> question) {
        Searched searched = first(question);
        return searched instanceof Searched.One one && lag.isDoubtful(one.at()) && lag.isBehind(one)
                ? first(question)
                : searched;
    }

    private Searched first(Question<Searched> question) {
        return servers.ask(
                new Matter<>(Asked.SEARCH, question, Searched.Failed::new, Searched.Failed.class::isInstance));
    }

    /** What was found, unless that something was not found cannot be believed. */
    private Searched sure(Look look, DirectoryServer server, Searched found) throws LDAPException {
        return doubt(look, server).<Searched>map(Searched.Failed::new).orElse(found);
    }

    /**
     * Why "no such user" is not believed, if so. It is believed only of a directory that shows what must be there (RFC 4511 §4.5.2 has no other sign),
     * and of a server that has all changes that are known of.
     */
    private Optional<String> doubt(Look look, DirectoryServer server) throws LDAPException {
        Optional<String> hidden = look.hides(settings.base());
        if (hidden.isEmpty() && settings.canary().isPresent()) {
            hidden = look.hides(settings.canary().get());
        }
        return hidden.isEmpty() && lag.isBehind(server) ? Optional.of(lag.words(server)) : hidden;
    }

    /** Tries a password as an entry, at the server that showed it; it is not empty. */
    Bound bind(Searched.One found, Secret password) {
        return binds.bind(found, password);
    }

    /** Whether the server that showed this lacks changes, so that a password may be right that does not fit. Also where that cannot be told. */
    boolean isBehind(Searched.One found) {
        return lag.isBehind(found);
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
