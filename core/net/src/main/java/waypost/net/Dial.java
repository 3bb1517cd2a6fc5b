package waypost.net;

import java.time.Duration;
import java.util.Optional;

/**
 * How to reach somebody.
 *
 * @param sameLoopAs the wire whose event loop this one shares; empty for any
 * @param timeout to connect, name look-up included, TLS not
 * @param places of which the connection needs one; empty where it is not counted
 * @param announced whether it begins with a PROXY protocol header: of the client of {@code sameLoopAs}, or of nobody
 */
public record Dial(
        Endpoint to,
        Encryption encryption,
        Optional<Wire> sameLoopAs,
        Duration timeout,
        Optional<Places> places,
        boolean announced) {
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    public static Dial to(Endpoint endpoint) {
        return new Dial(endpoint, new Encryption.None(), Optional.empty(), TIMEOUT, Optional.empty(), false);
    }

    public Dial with(Encryption other) {
        return new Dial(to, other, sameLoopAs, timeout, places, announced);
    }

    public Dial besides(Wire wire) {
        return new Dial(to, encryption, Optional.of(wire), timeout, places, announced);
    }

    public Dial within(Duration time) {
        return new Dial(to, encryption, sameLoopAs, time, places, announced);
    }

    public Dial taking(Places some) {
        return new Dial(to, encryption, sameLoopAs, timeout, Optional.of(some), announced);
    }

    /** The same, with a PROXY protocol header ahead of all, of TLS too. */
    public Dial announcing() {
        return new Dial(to, encryption, sameLoopAs, timeout, places, true);
    }
}
