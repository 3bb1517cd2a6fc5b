package waypost.mapping;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the host of an entry: the name of a node or a volume, or a foreign host where those are allowed. Never resolves anything. */
record Routes(Set<String> targets, MappingSettings.ForeignHosts foreign) {
    private static final Pattern HOST = Pattern.compile(
            "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9][0-9]{0,4})?|\\[[0-9a-f:.]+](:[1-9][0-9]{0,4})?");

    Optional<Route> read(String host, OptionalLong epoch) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        if (targets.contains(name)) {
            return Optional.of(new Route(name, epoch));
        }
        return switch (foreign) {
            case REFUSED -> Optional.empty();
            case ALLOWED ->
                HOST.matcher(name).matches() ? Optional.of(new Route(name, OptionalLong.empty())) : Optional.empty();
        };
    }
}
