package waypost.directory;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import waypost.directory.DirectoryServers.Matter;
import waypost.directory.DirectoryServers.Question;
import waypost.directory.DirectoryServers.Worth;
import waypost.directory.Lag.Has;
import waypost.identity.Secret;

/**
 * One directory, on as many servers as it has: the next one is asked where one cannot say. What each result means is in {@link Results}; all but
 * the definite ones mean that the directory cannot say. Blocks as {@link DirectoryServers} do; safe for any number of threads.
 */
public final class Connector implements AutoCloseable {
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

    /** As the configuration has it. */
    public String name() {
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
    public List<DirectoryWatch> watchEach(ChangeFeed.Changes changes) {
        return settings.uris().stream()
                .map(uri -> watch(List.of(uri), changes, Optional.empty()))
                .toList();
    }

    /**
     * Of one server at a time, whichever can be reached: what it has told is told whole.
     *
     * @param from a state that {@code changes} once reached
     */
    public DirectoryWatch watchAny(ChangeFeed.Changes changes, Optional<String> from) {
        return watch(settings.uris(), changes, from);
    }

    private DirectoryWatch watch(List<URI> uris, ChangeFeed.Changes changes, Optional<String> from) {
        ChangeFeed feed = settings.kind().feed(settings, changes, newest, from);
        return new DirectoryWatch(name(), uris, pools, feed, changes);
    }

    /**
     * Gives each entry that the filter finds to the reader, of one server that has all changes which were told.
     *
     * @param told by this one
     * @throws IOException if there is none that shows all
     */
    public void readAll(Optional<URI> told, Filter filter, String[] attributes, Consumer<Entry> reader)
            throws IOException {
        Progress progress = settings.kind().progress(settings, ticker);
        try (var pages = new DirectoryPages(settings, pools, (uri, server) -> {
            Has has = lag.has(progress.of(server));
            return hasTold(has, uri, told) ? Optional.empty() : Optional.of("may lack changes that were told");
        })) {
            pages.read(filter, attributes, reader);
        }
    }

    /**
     * All entries that a filter finds, of one server that has all changes which were told; empty if none can say.
     *
     * @param told by this one
     * @param most that there can be: with fewer it counts that the others are not there
     */
    public Optional<List<Entry>> all(Optional<URI> told, Filter filter, int most, String... attributes) {
        Question<Optional<List<Entry>>> question = server -> {
            var look = new Look(settings, alarms, server);
            List<Entry> entries = look.all(filter, attributes);
            boolean shown = entries.size() >= most || hidden(look).isEmpty();
            return shown && hasTold(lag.of(server), server.uri(), told) ? Optional.of(entries) : Optional.empty();
        };
        return servers.ask(
                told,
                new Matter<>(
                        Asked.SEARCH,
                        question,
                        _ -> Optional.empty(),
                        entries -> entries.isPresent() ? Worth.ENOUGH : Worth.NOTHING));
    }

    /** Whether a server has what another one, or itself, has told. */
    private static boolean hasTold(Has has, URI server, Optional<URI> told) {
        return switch (has) {
            case ALL -> true;
            case ITS_OWN -> told.equals(Optional.of(server));
            case LESS -> false;
        };
    }

    /** What is looked for, with as many looks at a server as that takes. */
    public interface Quest {
        Searched by(Look look) throws LDAPException;
    }

    /**
     * Looks for entries at one server after the other. That a look finds none is confirmed once, behind the last one. That there is none at all is believed when
     * each server that can be asked has said so, or one that has all changes.
     */
    public Searched search(Quest quest) {
        Searched searched = first(quest);
        // an entry may be as it was before at a server that lacks changes: the others are asked first then, and it is
        // better than nothing
        return searched instanceof Searched.One one && lag.isDoubtful(one.at()) && lag.isBehind(one)
                ? first(quest)
                : searched;
    }

    /** Looks for the entries that a filter finds, for as many as a server tells at once. */
    public Searched search(Filter filter, String... attributes) {
        return search(look -> look.at(filter, attributes));
    }

    /** @param limit of entries; more are not told */
    public Searched search(int limit, Filter filter, String... attributes) {
        return search(look -> look.at(limit, filter, attributes));
    }

    /** Looks page by page for as many as there are, or more than {@code most}: then some of them are told. */
    public Searched pages(Filter filter, int most, String... attributes) {
        return search(look -> look.pages(filter, most, attributes));
    }

    /** The entry of this name, be it below the base or not. */
    public Searched entry(String dn, String... attributes) {
        return search(look -> look.entry(dn, attributes));
    }

    private Searched first(Quest quest) {
        var inquiry = new Inquiry(quest);
        return servers.ask(new Matter<>(Asked.SEARCH, inquiry::at, Searched.Failed::new, inquiry::worth));
    }

    /** Why a server does not count that shows too little, if so: RFC 4511 §4.5.2 has no other sign. */
    private Optional<String> hidden(Look look) throws LDAPException {
        Optional<String> base = look.hides(settings.base());
        return base.isPresent() || settings.canary().isEmpty()
                ? base
                : look.hides(settings.canary().get());
    }

    /** What is looked for, on its way from server to server. One thread. */
    private final class Inquiry {
        private final Quest quest;

        /** What the server has that is believed not to have something; another one that has it not either says nothing new. */
        private Optional<Has> believed = Optional.empty();

        Inquiry(Quest quest) {
            this.quest = quest;
        }

        Searched at(DirectoryServer server) throws LDAPException {
            var look = new Look(settings, alarms, server);
            Searched found = quest.by(look);
            if (believed.isPresent()) {
                return worth(found) == Worth.ENOUGH && lag.isBehind(server) ? lacks(server) : found;
            }
            return look.missed() && !(found instanceof Searched.Failed) ? sure(found, look, server) : found;
        }

        /** What was found, unless that something was not found cannot be believed. */
        private Searched sure(Searched found, Look look, DirectoryServer server) throws LDAPException {
            Optional<String> hidden = hidden(look);
            if (hidden.isPresent()) {
                return new Searched.Failed(hidden.get());
            }
            Has has = lag.of(server);
            if (has == Has.LESS) {
                return lacks(server);
            }
            believed = Optional.of(has);
            return found;
        }

        private Searched.Failed lacks(DirectoryServer server) {
            return new Searched.Failed(lag.words(server));
        }

        Worth worth(Searched searched) {
            return switch (searched) {
                case Searched.One _, Searched.Several _ -> Worth.ENOUGH;
                case Searched.None() -> believed.equals(Optional.of(Has.ALL)) ? Worth.ENOUGH : Worth.FOR_WANT_OF_BETTER;
                case Searched.Failed _ -> Worth.NOTHING;
            };
        }
    }

    /**
     * Tries a password as an entry, at the server that showed it; it is not empty.
     *
     * @param locks attributes of which one is there while no password is looked at, where the server does not say that
     */
    public Bound bind(Searched.One found, Secret password, List<String> locks) {
        return binds.bind(found, password, locks);
    }

    /** Whether the server that showed this lacks changes, so that a password may be right that does not fit. Also where that cannot be told. */
    public boolean isBehind(Searched.One found) {
        return lag.isBehind(found);
    }

    /** How many it has. */
    public int servers() {
        return servers.all().size();
    }

    /** Whether it could not say when it was last asked. */
    public boolean failing() {
        return servers.failing();
    }

    /** Looks for what is always there, which is an answer that {@link #failing} goes by. */
    public void tryAgain() {
        entry(settings.canary().orElse(settings.base()), SearchRequest.NO_ATTRIBUTES);
    }

    /** Each of them, and how it was found, for the operator. */
    public List<String> servers(Searched last) {
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
