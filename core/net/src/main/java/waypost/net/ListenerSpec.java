package waypost.net;

import java.util.List;
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
 */
public record ListenerSpec(
        String name,
        Endpoint bind,
        Protection protection,
        boolean internal,
        List<Network> proxied,
        int maxConnections,
        int maxPerClient) {
    public static final int MAX_CONNECTIONS = 20_000;
    public static final int MAX_PER_CLIENT = 1_000;

    public ListenerSpec {
        proxied = List.copyOf(proxied);
    }

    /** For everybody, with the usual limits. */
    public static ListenerSpec open(String name, Endpoint bind, Protection protection) {
        return new ListenerSpec(name, bind, protection, false, List.of(), MAX_CONNECTIONS, MAX_PER_CLIENT);
    }

    /** For nodes of the cluster. */
    public static ListenerSpec internal(String name, Endpoint bind, Protection protection) {
        return new ListenerSpec(name, bind, protection, true, List.of(), MAX_CONNECTIONS, MAX_CONNECTIONS);
    }

    public ListenerSpec behind(List<Network> networks) {
        return new ListenerSpec(name, bind, protection, internal, networks, maxConnections, maxPerClient);
    }

    public ListenerSpec limited(int connections, int perClient) {
        return new ListenerSpec(name, bind, protection, internal, proxied, connections, perClient);
    }
}
