package waypost.protocol.sasl;

import java.util.Optional;

/**
 * The server's side of one client's context of Kerberos (RFC 4121), up to what SASL has to do with it. Takes longer than an event loop has, and may read
 * a file. One thread at a time.
 */
public interface TicketContext {
    /** Takes a token of a context that is not established. */
    Accepted accept(byte[] token);

    /** Protects a message of ours from change; once established. */
    byte[] wrap(byte[] message);

    /** Such a message of the client's; empty if it is none. */
    Optional<byte[]> unwrap(byte[] token);

    /** How far a token leads. */
    sealed interface Accepted {
        /** @param answer for the client, which answers it */
        record Continued(byte[] answer) implements Accepted {}

        /**
         * It is known who the client is.
         *
         * @param answer for the client; empty where it is owed none
         * @param user whose ticket it is, by an address of his
         */
        record Established(byte[] answer, String user) implements Accepted {}

        /** It is no token, no ticket for this service, none that is good now, or one of somebody who is nobody here. The log knows. */
        record Refused() implements Accepted {}

        /** Nobody can say now. */
        record Unavailable() implements Accepted {}
    }
}
