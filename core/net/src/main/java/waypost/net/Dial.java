package waypost.net;

import java.time.Duration;
import java.util.Optional;

/**
 * How to reach somebody.
 *
 * @param tls empty for none
 * @param sameLoopAs the wire whose event loop this one shares; empty for any
 * @param timeout to connect, name look-up included, TLS not
 */
public record Dial(Endpoint to, Optional<ClientTls> tls, Optional<Wire> sameLoopAs, Duration timeout) {
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    public static Dial to(Endpoint endpoint) {
        return new Dial(endpoint, Optional.empty(), Optional.empty(), TIMEOUT);
    }

    public Dial with(ClientTls clientTls) {
        return new Dial(to, Optional.of(clientTls), sameLoopAs, timeout);
    }

    public Dial besides(Wire wire) {
        return new Dial(to, tls, Optional.of(wire), timeout);
    }

    public Dial within(Duration time) {
        return new Dial(to, tls, sameLoopAs, time);
    }
}
