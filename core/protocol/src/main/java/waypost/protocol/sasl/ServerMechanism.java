package waypost.protocol.sasl;

import java.util.Optional;
import waypost.identity.ScramKeys;

/** The server's side of one mechanism, octets in and steps out; one object for each exchange. */
interface ServerMechanism {
    /** What is said to a client that sends nothing with its command. */
    SaslStep invite();

    /** Whether the client speaks first, so that its first response may come with the command (RFC 4422 §5). */
    default boolean clientFirst() {
        return true;
    }

    SaslStep respond(byte[] response);

    /** Goes on with the keys that were asked for by {@link Question.Keys}, which only some do. */
    default SaslStep found(ScramKeys keys) {
        throw new IllegalStateException("no keys were asked for");
    }

    /** What is said to a client whose credentials were refused, and answered by it, before it is told; most have nothing to say. */
    default Optional<SaslStep.Challenge> refused() {
        return Optional.empty();
    }
}
