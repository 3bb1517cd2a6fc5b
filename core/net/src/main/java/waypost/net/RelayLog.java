package waypost.net;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said when a forwarded session ends. On the client's loop. */
final class RelayLog {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.net");

    private final Wire client;
    private final Endpoint node;
    private @Nullable Relay relay;

    RelayLog(Wire client, Endpoint node) {
        this.client = client;
        this.node = node;
    }

    void relay(Relay joined) {
        relay = joined;
    }

    void ended() {
        Relay joined = relay;
        LOG.info(
                "event=relay-end {} node={} bytes-from-client={} bytes-from-node={} why=\"{}\"",
                client,
                node,
                joined == null ? 0 : joined.clientBytes(),
                joined == null ? 0 : joined.nodeBytes(),
                why());
    }

    private String why() {
        if (client.open()) {
            return "given back";
        }
        return client instanceof ChannelWire wire ? wire.why() : "";
    }
}
