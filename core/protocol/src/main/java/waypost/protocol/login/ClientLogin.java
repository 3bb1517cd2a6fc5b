package waypost.protocol.login;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import waypost.identity.Referral;
import waypost.protocol.Output;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;

/**
 * The client's side of a session before log-in, the same in every role: {@code ImapLogin}, {@code Pop3Login}. Pure: bytes in, bytes and
 * steps out. One instance per connection; STARTTLS, and a client that comes back from a session behind log-in, replace it by a new one.
 */
public interface ClientLogin {
    void greet(Output out) throws IOException;

    /**
     * Reads commands until one needs the caller, or the bytes end. Bytes of a command that is not complete stay in {@code in} or are kept
     * inside; all that follows the command behind a step other than {@link Step.More} stays in {@code in}.
     */
    Step receive(ByteBuffer in, Output out) throws IOException;

    /** The answer to {@link Step.Authenticate}: no. May end the connection after too many failures. */
    Step refused(Refusal why, Output out) throws IOException;

    /** The answer to {@link Step.Authenticate} on an internal listener: the account is not here, ask that node. */
    Step referred(Referral where, Output out) throws IOException;

    /** The answer to {@link Step.Ask}; empty if nobody can say now. */
    Step told(Optional<Reply> reply, Output out) throws IOException;

    /**
     * The answer to {@link Step.Authenticate}: yes. Writes the protocol's success line.
     *
     * @param capabilities of the node that serves the session; empty where the protocol has none to announce here
     */
    void succeeded(List<String> capabilities, Output out) throws IOException;

    /** Refused credentials so far; for the one that comes in its place on the same connection. */
    default int failures() {
        return 0;
    }

    /** So many were refused on this connection before. */
    default void failed(int before) {}

    /** What the peer said of the client it stands for, on an internal listener; {@link Forwarded#NONE} otherwise. */
    Forwarded forwarded();

    /** The caller shuts the connection for a reason of its own: idle, shutdown, line too long. Writes BYE, -ERR. */
    void goodbye(Goodbye why, Output out) throws IOException;

    /** Why the connection ends from our side. */
    enum Goodbye {
        IDLE,
        SHUTDOWN,
        LINE_TOO_LONG,
        OVERLOADED,
        /** The log-in behind which the client's session stood is good no more: said from outside the session. */
        REVOKED
    }

    /** What the caller must do next. */
    sealed interface Step {
        /** Read on. */
        record More() implements Step {}

        /** The "go ahead" is written: flush, discard the session, start TLS with a new one. Nothing received in clear survives. */
        record StartTls() implements Step {}

        /** Stop reading, find out, then call {@link #refused}, {@link #referred} or {@link #succeeded}. */
        record Authenticate(Credentials credentials) implements Step {}

        /** Stop reading, find out, then call {@link #told}. */
        record Ask(Question question) implements Step {}

        /** The last line is written: flush and close. */
        record Close() implements Step {}
    }
}
