package waypost.mapping;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waypost.config.HostPattern;
import waypost.identity.NodeName;

/**
 * Reads the host of an entry. Never resolves anything.
 *
 * @param names of nodes and volumes
 * @param hosts of other products that an entry may name though they are not listed one by one
 */
public record Routes(Set<String> names, List<HostPattern> hosts) {
    public Routes {
        names = Set.copyOf(names);
        hosts = List.copyOf(hosts);
    }

    /** To listed nodes and volumes only. */
    public static Routes to(String... names) {
        return new Routes(Set.of(names), List.of());
    }

    /** Whether there is a way to what is so called. */
    public boolean lead(String target) {
        return read(target, OptionalLong.empty()).isPresent();
    }

    Optional<Route> read(String host, OptionalLong epoch) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        if (names.contains(name)) {
            return Optional.of(new Route(name, epoch));
        }
        return NodeName.valid(name) && hosts.stream().anyMatch(pattern -> pattern.matches(name))
                ? Optional.of(new Route(name, OptionalLong.empty()))
                : Optional.empty();
    }
}
