package waypost.store;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import waypost.config.Network;

/**
 * What an app password is good for.
 *
 * @param services by their words, as {@code imap}; all where empty
 * @param networks from where; from everywhere where empty
 * @param expires when it is good no more
 */
public record AppScope(Set<String> services, List<Network> networks, Optional<Instant> expires) {
    /** For everything, from everywhere, for ever. */
    public static final AppScope ALL = new AppScope(Set.of(), List.of(), Optional.empty());

    public AppScope {
        services = Set.copyOf(services);
        networks = List.copyOf(networks);
    }

    /** What somebody wants to do with one. */
    public record Use(String service, InetAddress from, Instant at) {}

    boolean expired(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }

    boolean covers(Use use) {
        return (services.isEmpty() || services.contains(use.service()))
                && (networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(use.from())));
    }

    void write(PropertyFields out) {
        out.with("services", String.join(" ", new TreeSet<>(services)));
        out.with(
                "networks",
                String.join(" ", networks.stream().map(Network::toString).toList()));
        expires.ifPresent(end -> out.with("expires", end.getEpochSecond()));
    }

    static AppScope read(PropertyFields in) {
        return new AppScope(
                Set.copyOf(words(in.text("services"))),
                words(in.text("networks")).stream().map(AppScope::network).toList(),
                in.field("expires").map(end -> Instant.ofEpochSecond(Long.parseLong(end))));
    }

    private static Network network(String text) {
        return Network.of(text).orElseThrow(() -> new IllegalArgumentException("no network"));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
