package waypost.mapping;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/**
 * One account as a map read it, before anybody asks what it may do.
 *
 * @param services by its entry or its class, as are the limits
 */
record Account(
        AccountName name,
        DirectoryId directoryId,
        Route route,
        AccountState state,
        Set<Service> services,
        AccountLimits limits,
        String map,
        Instant asOf,
        Generation generation,
        Forward forward) {
    static final Set<Service> ALL_SERVICES = EnumSet.allOf(Service.class);

    Account {
        services = Set.copyOf(services);
    }

    Account with(AccountState newState) {
        return new Account(name, directoryId, route, newState, services, limits, map, asOf, generation, forward);
    }

    Account with(AccountLimits newLimits) {
        return new Account(name, directoryId, route, state, services, newLimits, map, asOf, generation, forward);
    }

    Account with(Generation newGeneration) {
        return new Account(name, directoryId, route, state, services, limits, map, asOf, newGeneration, forward);
    }

    /** The same, as a map has said it at that time. */
    Account heard(String newMap, Instant newAsOf) {
        return new Account(name, directoryId, route, state, services, limits, newMap, newAsOf, generation, forward);
    }

    /** For mail: only a disabled account takes none. */
    Answer.Settled forMail(Freshness freshness) {
        return switch (state) {
            case DISABLED -> new Answer.Refused(Answer.Kind.DISABLED);
            case ACTIVE, LOCKED, LOCKED_OUT, EXPIRED, MUST_CHANGE, HOURS -> granted(name, freshness);
        };
    }

    /**
     * For a log-in, whatever is shown for it.
     *
     * @param login the name that was given
     */
    Identity forLogin(AccountName login, Service service, Freshness freshness) {
        return switch (state) {
            case DISABLED -> barred(Answer.Kind.DISABLED);
            case LOCKED, LOCKED_OUT -> barred(Answer.Kind.LOCKED);
            case EXPIRED -> barred(Answer.Kind.EXPIRED);
            case MUST_CHANGE -> barred(Answer.Kind.MUST_CHANGE);
            case HOURS -> barred(Answer.Kind.HOURS);
            case ACTIVE ->
                services.contains(service)
                        ? new Identity.Known(granted(login, freshness))
                        : barred(Answer.Kind.SERVICE);
        };
    }

    private Identity barred(Answer.Kind kind) {
        return new Identity.Barred(new Residence(name, directoryId, route), new Answer.Refused(kind));
    }

    private Answer.Granted granted(AccountName login, Freshness freshness) {
        return new Answer.Granted(
                name,
                directoryId,
                route,
                services,
                limits,
                map,
                asOf,
                freshness == Freshness.DEGRADED,
                new Answer.Basis(login, generation));
    }

    /** Whether an answer is within its lifetime, or past it while nobody can be asked. */
    enum Freshness {
        FRESH,
        DEGRADED
    }
}
