package waypost.directory;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The servers of one directory: one is asked, and where that cannot say the next one. Searches and binds are bounded apart: a storm of log-ins keeps no
 * mail waiting. Blocks for at most the timeout of each step, of which to wait for one's turn is one; safe for any number of threads.
 */
final class DirectoryServers implements AutoCloseable {
    private final DirectorySettings settings;
    private final Alarms alarms;
    private final List<DirectoryServer> servers;
    private final Turns searches;
    private final Turns binds;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean failing;

    DirectoryServers(
            DirectorySettings settings, DirectoryPools pools, Ticker ticker, Alarms alarms, MetricRegistry metrics) {
        this.settings = settings;
        this.alarms = alarms;
        this.searches = turns("searches", settings.inFlight().searches(), metrics);
        this.binds = turns("binds", settings.inFlight().binds(), metrics);
        servers = settings.uris().stream()
                .map(uri -> new DirectoryServer(
                        pools, uri, settings.timeout(), settings.kind().progress(settings, ticker), ticker))
                .toList();
        metrics.gauge(named("failing"), () -> () -> failing ? 1 : 0);
        metrics.gauge(
                named("servers.usable"),
                () -> () ->
                        (int) servers.stream().filter(DirectoryServer::usable).count());
        metrics.gauge(
                named("searches.connections"),
                () -> () ->
                        servers.stream().mapToInt(DirectoryServer::idleSearches).sum());
        metrics.gauge(
                named("binds.connections"),
                () -> () ->
                        servers.stream().mapToInt(DirectoryServer::idleBinds).sum());
    }

    private String named(String what) {
        return MetricRegistry.name("directory", settings.name(), what);
    }

    private Turns turns(String what, int most, MetricRegistry metrics) {
        return new Turns(most, settings.inFlight().waiting(), settings.timeout(), named(what), metrics);
    }

    List<DirectoryServer> all() {
        return servers;
    }

    /** Has the others say how far they are, those that were not asked a moment ago: while one answers nobody asks them. */
    void hear(DirectoryServer answers, Consumer<ReplicaState> heard) {
        for (DirectoryServer other : servers) {
            if (other != answers && !other.stated() && other.ready()) {
                try {
                    other.state().ifPresent(heard);
                } catch (LDAPException away) {
                    continue; // it says nothing of the one that answers
                }
            }
        }
    }

    /** Whether none could say when they were last asked. */
    boolean failing() {
        return failing;
    }

    interface Question<A> {
        A ask(DirectoryServer server) throws LDAPException;
    }

    /** What an answer is worth while there are servers that have not been asked. */
    enum Worth {
        /** No other is asked. */
        ENOUGH,
        /** It is the answer if no other server has a better one. */
        FOR_WANT_OF_BETTER,
        /** It is none. */
        NOTHING
    }

    /**
     * What is asked, and what is made of it where there is no answer.
     *
     * @param failed makes an answer of why there is none
     * @param worth of an answer
     */
    record Matter<A>(Asked asked, Question<A> question, Function<String, A> failed, Function<A, Worth> worth) {}

    /** Asks one after the other. */
    <A> A ask(Matter<A> matter) {
        return ask(order(), matter);
    }

    /** The same, beginning with that one, if it is named. */
    <A> A ask(Optional<URI> begin, Matter<A> matter) {
        List<DirectoryServer> order = order();
        order.sort(Comparator.comparing(server -> !begin.equals(Optional.of(server.uri()))));
        return ask(order, matter);
    }

    /** Asks that one only. */
    <A> A ask(DirectoryServer server, Matter<A> matter) {
        return ask(List.of(server), matter);
    }

    private <A> A ask(List<DirectoryServer> candidates, Matter<A> matter) {
        Turns turns = switch (matter.asked) {
            case SEARCH, SERVICE_BIND -> searches;
            case USER_BIND -> binds;
        };
        return turns.ask(
                () -> first(candidates, matter),
                () -> matter.failed.apply("directory " + settings.name() + " is busy"));
    }

    /** The first answer of a server that is enough, else the first one that is any; failing that, what the last one that was asked said. */
    private <A> A first(List<DirectoryServer> candidates, Matter<A> matter) {
        Optional<A> best = Optional.empty();
        A answer = matter.failed.apply("directory " + settings.name() + " failed a moment ago");
        for (DirectoryServer server : candidates) {
            if (!server.ready()) {
                continue;
            }
            try {
                answer = matter.question.ask(server);
                switch (matter.worth.apply(answer)) {
                    case ENOUGH -> {
                        failing = false;
                        return answer;
                    }
                    case FOR_WANT_OF_BETTER -> best = best.isPresent() ? best : Optional.of(answer);
                    case NOTHING -> {}
                }
            } catch (LDAPException trouble) {
                answer = matter.failed.apply(told(trouble, matter.asked));
                if (Verdict.of(trouble, matter.asked) == Verdict.UNAVAILABLE) {
                    return answer; // which is no failure of the directory
                }
            }
        }
        failing = best.isEmpty();
        return best.orElse(answer);
    }

    /** Why there is no answer; the operator hears of what is his to mend. */
    String told(LDAPException trouble, Asked asked) {
        String reason = "directory " + settings.name() + ": " + Reason.of(trouble);
        if (Verdict.of(trouble, asked) == Verdict.CONFIGURATION) {
            alarms.raise("directory " + settings.name(), reason + "; see its section of the configuration");
        }
        if (trouble instanceof TooLarge) {
            alarms.raise(reason, reason);
        }
        return reason;
    }

    private List<DirectoryServer> order() {
        List<DirectoryServer> order = new ArrayList<>(servers);
        switch (settings.spread()) {
            case FIRST -> {}
            case TURNS -> Collections.rotate(order, -Math.floorMod(next.getAndIncrement(), servers.size()));
        }
        order.sort(Comparator.comparing(DirectoryServer::isPassedOver));
        return order;
    }

    @Override
    public void close() {
        servers.forEach(DirectoryServer::close);
    }
}
