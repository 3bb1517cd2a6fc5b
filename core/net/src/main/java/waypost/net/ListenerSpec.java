package waypost.net;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waypost.config.Network;

/**
 * What a listener is.
 *
 * @param name for the log and the metrics: {@code imap}, {@code lmtp-internal}
 * @param bind where it listens
 * @param internal whether it is for nodes of the cluster
 * @param proxied networks whose connections must begin with a PROXY protocol header; others must not
 * @param maxConnections at a time
 * @param maxPerClient connections at a time from one IPv4 address or one IPv6 /64
 * @param probedAfter silence after which the other end of a connection is probed; as the system does it where empty
 */
public record ListenerSpec(
        String name,
        Endpoint bind,
        Protection protection,
        boolean internal,
        List<Network> proxied,
        int maxConnections,
        int maxPerClient,
        Optional<Duration> probedAfter) {
    public static final int MAX_CONNECTIONS = 20_000;
    public static final int MAX_PER_CLIENT = 1_000;

    public ListenerSpec {
        proxied = List.copyOf(proxied);
    }

    /** For everybody, with the usual limits. */
    public static ListenerSpec open(String name, Endpoint bind, Protection protection) {
        return new ListenerSpec(
                name, bind, protection, false, List.of(), MAX_CONNECTIONS, MAX_PER_CLIENT, Optional.empty());
    }

    /** For nodes of the cluster. */
    public static ListenerSpec internal(String name, Endpoint bind, Protection protection) {
        return new ListenerSpec(
                name, bind, protection, true, List.of(), MAX_CONNECTIONS, MAX_CONNECTIONS, Optional.empty());
    }

    public ListenerSpec behind(List<Network> networks) {
        return new ListenerSpec(name, bind, protection, internal, networks, maxConnections, maxPerClient, probedAfter);
    }

    public ListenerSpec limited(int connections, int perClient) {
        return new ListenerSpec(name, bind, protection, internal, proxied, connections, perClient, probedAfter);
    }

    public ListenerSpec probed(Duration silence) {
        return new ListenerSpec(
                name, bind, protection, internal, proxied, maxConnections, maxPerClient, Optional.of(silence));
    }
}
