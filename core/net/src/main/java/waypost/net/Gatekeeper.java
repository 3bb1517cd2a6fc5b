package waypost.net;

import java.util.concurrent.CompletionStage;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;

/** Decides about log-ins. Called on the client's event loop; must not block; may answer on any thread. */
@FunctionalInterface
public interface Gatekeeper {
    /** A failed stage counts as {@code UNAVAILABLE}. */
    CompletionStage<Verdict> admit(LoginRequest request);

    /**
     * Who wants in, and how.
     *
     * @param service name of the listener's service
     * @param session id for the log
     * @param forwarded what a peer says of its client, believed only if that peer is trusted
     */
    record LoginRequest(Credentials credentials, Peer peer, Forwarded forwarded, String service, String session) {}
}
