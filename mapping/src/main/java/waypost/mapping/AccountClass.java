package waypost.mapping;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import waypost.identity.AccountLimits;

/**
 * What the accounts of a class may use and have, where their entries do not say it.
 *
 * @param services empty: it is silent on them
 */
public record AccountClass(String name, Set<Service> services, AccountLimits limits) {
    public AccountClass {
        EnumSet<Service> ordered = EnumSet.noneOf(Service.class);
        ordered.addAll(services);
        services = Collections.unmodifiableSet(ordered); // of which a digest is made
    }

    /** This, and of the other what this is silent on. */
    AccountClass or(AccountClass other) {
        return new AccountClass(name, services.isEmpty() ? other.services : services, limits.or(other.limits));
    }
}
