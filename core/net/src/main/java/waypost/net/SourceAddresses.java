package waypost.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Addresses of this machine that connections come from, in turn: towards one destination each has ports of its own. An address serves what it can reach:
 * destinations of its family, and loopback addresses only one another. Any thread.
 */
public final class SourceAddresses {
    /** The system chooses. */
    public static final SourceAddresses ANY = new SourceAddresses(List.of());

    private final Map<Kind, Turns> turns;

    /** What can be reached from each other. */
    private record Kind(boolean ipv4, boolean loopback) {
        static Kind of(InetAddress address) {
            return new Kind(address instanceof Inet4Address, address.isLoopbackAddress());
        }
    }

    private record Turns(List<InetAddress> addresses, AtomicInteger taken) {
        InetAddress next() {
            return addresses.get(Math.floorMod(taken.getAndIncrement(), addresses.size()));
        }
    }

    public SourceAddresses(List<InetAddress> addresses) {
        turns = addresses.stream()
                .collect(Collectors.groupingBy(
                        Kind::of,
                        Collectors.collectingAndThen(
                                Collectors.toUnmodifiableList(), kind -> new Turns(kind, new AtomicInteger()))));
    }

    /** Whose turn it is; empty where the system is to choose, as none of them leads there. */
    Optional<InetAddress> towards(InetAddress destination) {
        return Optional.ofNullable(turns.get(Kind.of(destination))).map(Turns::next);
    }
}
