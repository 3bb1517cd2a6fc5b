package waypost.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Addresses that are to be listened on, each of which the system gives once only. */
record SocketRules(Configuration configuration, Problems problems) {
    void check() {
        List<Item<HostPort>> taken = new ArrayList<>();
        for (Item<HostPort> address : addresses()) {
            taken.stream()
                    .filter(other -> collide(address.value(), other.value()))
                    .findFirst()
                    .ifPresent(other -> twice(address, other));
            taken.add(address);
        }
    }

    private List<Item<HostPort>> addresses() {
        List<Item<HostPort>> all = new ArrayList<>();
        configuration
                .embeddedDirectory()
                .ifPresent(embedded -> all.add(new Item<>("embedded-directory.listen", embedded.listen())));
        configuration
                .services()
                .listeners()
                .forEach((service, listeners) -> Item.of("services." + service + ".listeners", listeners)
                        .forEach(listener -> all.add(new Item<>(
                                listener.key("address"), listener.value().address()))));
        return all;
    }

    private void twice(Item<HostPort> address, Item<HostPort> other) {
        boolean same = address.value().equals(other.value());
        problems.tell(
                new Problem(
                        address.key(),
                        address.value() + " is taken by " + other.key() + (same ? "" : " (" + other.value() + ")"),
                        "give each its own port"),
                address.key(),
                other.key());
    }

    /** Port 0 is another one each time. */
    private static boolean collide(HostPort one, HostPort other) {
        return one.port() == other.port()
                && one.port() != 0
                && (one.host().equalsIgnoreCase(other.host())
                        || literal(one)
                                .flatMap(a -> literal(other).map(b -> collide(a, b)))
                                .orElse(false));
    }

    /** The wildcard of IPv6 takes the addresses of IPv4 as well. */
    private static boolean collide(InetAddress one, InetAddress other) {
        return one.equals(other) || covers(one, other) || covers(other, one);
    }

    private static boolean covers(InetAddress any, InetAddress other) {
        return any.isAnyLocalAddress() && (other instanceof Inet4Address || !(any instanceof Inet4Address));
    }

    /** Asks no name service: what a name stands for is not known here, but for the one of the machine itself. */
    private static Optional<InetAddress> literal(HostPort address) {
        try {
            String host = address.host();
            return Optional.of(InetAddress.ofLiteral(host.equalsIgnoreCase("localhost") ? "127.0.0.1" : host));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }
}
