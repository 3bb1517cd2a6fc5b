package waypost.net;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import waypost.protocol.login.ClientLogin;

/**
 * What all log-ins of a listener have in common.
 *
 * @param name of the service, for the gatekeeper
 * @param startTls what the client may ask for; empty where TLS is not offered or runs already
 * @param room where log-ins wait for a node that cannot be reached
 * @param logins makes the session before log-in; again when TLS has started
 * @param sessionIdle after how long without a byte a session behind log-in is closed; zero for never
 */
public record LoginService(
        Net net,
        String name,
        Optional<ServerTls> startTls,
        Function<Peer, ClientLogin> logins,
        Gatekeeper gatekeeper,
        WaitingRoom room,
        LoginLimits limits,
        Duration sessionIdle)
        implements Relay.Farewell {
    /** RFC 9051 §5.4 asks for 30 minutes at least; clients that idle speak every 29. */
    public static final Duration SESSION_IDLE = Duration.ofMinutes(35);

    /** With a usual room of its own. */
    public LoginService(
            Net net,
            String name,
            Optional<ServerTls> startTls,
            Function<Peer, ClientLogin> logins,
            Gatekeeper gatekeeper,
            LoginLimits limits,
            Duration sessionIdle) {
        this(net, name, startTls, logins, gatekeeper, WaitingRoom.usual(), limits, sessionIdle);
    }

    /** To a client whose log-in is good no more, between two of the node's answers. */
    @Override
    public void say(Wire client) throws IOException {
        logins.apply(client.peer()).goodbye(ClientLogin.Goodbye.REVOKED, client.output());
    }

    /** The handler of one accepted connection. */
    public WireHandler handler() {
        return new LoginFlow(this);
    }
}
