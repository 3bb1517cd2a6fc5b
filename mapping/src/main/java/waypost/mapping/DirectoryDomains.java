package waypost.mapping;

import com.unboundid.ldap.sdk.Filter;
import java.time.Duration;
import java.util.Optional;
import waypost.directory.Alarms;
import waypost.directory.Connector;
import waypost.directory.FilterPattern;
import waypost.directory.Searched;
import waypost.identity.AccountName;
import waypost.identity.AddressRules;

/** The domains of a user map in a directory: those that are listed, and those that an LDAP query finds. Blocks for the query; any thread. */
final class DirectoryDomains {
    private static final Duration LIFETIME = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofDays(1);
    private static final int MOST = 10_000;

    private final String map;
    private final Domains listed;
    private final Optional<FilterPattern> query;
    private final Connector connector;
    private final Alarms alarms;
    private final Memory<String, UserMap.Coverage> queried;
    private final Joined<String, UserMap.Coverage> queries = new Joined<>();
    private final Doubts<String> doubts;

    DirectoryDomains(UserMapSettings.Directory settings, Connector connector, AddressRules rules, Tools tools) {
        this.map = settings.name();
        this.listed = new Domains(settings.domains().listed(), rules);
        this.query = settings.domains().query().map(FilterPattern::parse);
        this.connector = connector;
        this.alarms = tools.alarms();
        this.queried = new Memory<>(LIFETIME, LIMIT, MOST, tools.ticker());
        this.doubts = new Doubts<>(LIFETIME, LIMIT, MOST, tools.ticker());
    }

    UserMap.Coverage covers(String domain) {
        if (query.isEmpty()) {
            return listed.lists(domain) ? UserMap.Coverage.YES : UserMap.Coverage.NO;
        }
        if (listed.names().contains(domain)) {
            return UserMap.Coverage.YES;
        }
        return queried.fresh(domain)
                .orElseGet(() ->
                        queries.ask(domain, () -> query(query.get().fill(new AccountName("", domain)), domain)));
    }

    private UserMap.Coverage query(Filter filter, String domain) {
        return switch (connector.search(filter, "1.1")) {
            case Searched.One(var _, var _), Searched.Several(var _, var _) -> remember(domain, UserMap.Coverage.YES);
            case Searched.None() when doubts.believesAbsent(domain) -> remember(domain, UserMap.Coverage.NO);
            case Searched.None() -> {
                String fault = "known during the outage of its directory, now missing there";
                alarms.raise("user map " + map + " domain " + domain, fault);
                yield UserMap.Coverage.UNAVAILABLE;
            }
            case Searched.Failed(var _) -> degraded(domain);
        };
    }

    private UserMap.Coverage degraded(String domain) {
        if (queried.any(domain).filter(UserMap.Coverage.YES::equals).isEmpty()) {
            return UserMap.Coverage.UNAVAILABLE;
        }
        doubts.vouch(domain);
        return UserMap.Coverage.YES;
    }

    private UserMap.Coverage remember(String domain, UserMap.Coverage coverage) {
        queried.put(domain, coverage);
        doubts.settle(domain);
        return coverage;
    }
}
