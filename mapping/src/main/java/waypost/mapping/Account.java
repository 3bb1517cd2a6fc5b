package waypost.mapping;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/** One account as a map read it, before anybody asks what it may do. */
record Account(
        AccountName name,
        DirectoryId directoryId,
        Route route,
        AccountState state,
        Set<Service> services,
        Limits limits,
        String map,
        Instant asOf) {
    static final Set<Service> ALL_SERVICES = EnumSet.allOf(Service.class);

    Account {
        services = Set.copyOf(services);
    }

    Account with(AccountState newState) {
        return new Account(name, directoryId, route, newState, services, limits, map, asOf);
    }

    Account with(Limits newLimits) {
        return new Account(name, directoryId, route, state, services, newLimits, map, asOf);
    }

    /** For mail: only a disabled account takes none. */
    Answer forMail(Freshness freshness) {
        return switch (state) {
            case DISABLED -> new Answer.Refused(Answer.Kind.DISABLED);
            case ACTIVE, LOCKED, EXPIRED, MUST_CHANGE, HOURS -> granted(freshness);
        };
    }

    /** For a log-in whose password was right. */
    Answer forLogin(Service service, Freshness freshness) {
        return switch (state) {
            case DISABLED -> new Answer.Refused(Answer.Kind.DISABLED);
            case LOCKED -> new Answer.Refused(Answer.Kind.LOCKED);
            case EXPIRED -> new Answer.Refused(Answer.Kind.EXPIRED);
            case MUST_CHANGE -> new Answer.Refused(Answer.Kind.MUST_CHANGE);
            case HOURS -> new Answer.Refused(Answer.Kind.HOURS);
            case ACTIVE -> services.contains(service) ? granted(freshness) : new Answer.Refused(Answer.Kind.SERVICE);
        };
    }

    private Answer granted(Freshness freshness) {
        return new Answer.Granted(
                name, directoryId, route, services, limits, map, asOf, freshness == Freshness.DEGRADED);
    }

    /** Whether an answer is within its lifetime, or past it while nobody can be asked. */
    enum Freshness {
        FRESH,
        DEGRADED
    }
}
