package waypost.net;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;

/** Decides about log-ins. Called on the client's event loop; must not block; may answer on any thread. */
@FunctionalInterface
public interface Gatekeeper {
    /** A failed stage counts as {@code UNAVAILABLE}. */
    CompletionStage<Verdict> admit(LoginRequest request);

    /**
     * What a mechanism asks in its middle; empty if nobody can say now. Of a user that has no keys, or that there is not, these are keys that
     * nothing fits. Called as {@link #admit}; where users do not log in nobody can say anything.
     */
    default CompletionStage<Optional<Reply>> ask(Question question, Client client) {
        return CompletableFuture.completedStage(Optional.empty());
    }

    /**
     * Who wants in, and how.
     *
     * @param forwarded what a peer says of its client, believed only if that peer is trusted
     * @param service name of the listener's service
     */
    record LoginRequest(Credentials credentials, Client client, Forwarded forwarded, String service) {
        public Peer peer() {
            return client.peer();
        }

        public String session() {
            return client.session();
        }
    }

    /**
     * Whom the gatekeeper has to do with.
     *
     * @param session id for the log
     */
    record Client(Peer peer, String session, Later later) {
        public static Client of(Wire wire) {
            return new Client(wire.peer(), wire.session(), wire::later);
        }
    }

    /** Runs a task on the client's loop after a while, or never if the client is gone by then. Any thread. */
    interface Later {
        void run(Duration delay, Runnable task);
    }
}
