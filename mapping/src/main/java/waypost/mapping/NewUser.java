package waypost.mapping;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waypost.identity.Secret;

/**
 * A user to be added.
 *
 * @param address the primary one, in any spelling
 * @param host node or volume
 * @param aliases further addresses; {@code @domain} makes the account the domain's catch-all
 * @param services empty: those of its class
 */
public record NewUser(
        String address,
        Secret password,
        String host,
        List<String> aliases,
        Set<Service> services,
        OptionalLong quota,
        Optional<String> accountClass) {
    public NewUser {
        aliases = List.copyOf(aliases);
        services = Set.copyOf(services);
    }

    public static NewUser of(String address, Secret password, String host) {
        return new NewUser(address, password, host, List.of(), Set.of(), OptionalLong.empty(), Optional.empty());
    }

    /** The same with these further addresses instead. */
    public NewUser with(String... others) {
        return new NewUser(address, password, host, List.of(others), services, quota, accountClass);
    }
}
