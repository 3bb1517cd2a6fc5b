package waypost.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A session that this node serves itself, behind log-in: IMAP, POP3, LMTP. Fed with raw bytes, it decodes, executes and answers in
 * straight-line blocking code. Calls come one at a time, each on a virtual thread; between calls no thread exists.
 */
public interface ServedSession {
    /**
     * The first call: a greeting, where one is due and not yet given.
     *
     * @param wakeup how to ask for {@link #woken}; good until {@link #closed}
     */
    void opened(Output out, Wakeup wakeup) throws IOException;

    /**
     * Takes all remaining bytes of {@code in}, in pieces as the network delivers them; what is incomplete the session keeps itself. What stands
     * behind the command by which it is {@link #released} it leaves.
     */
    void received(ByteBuffer in, Output out) throws IOException;

    /** Whether the session is over and its client's connection is not: asked behind {@link #received}. Next is {@link #closed}. */
    default boolean released() {
        return false;
    }

    /** Something happened that the session asked to be woken for, by {@link Wakeup#wake}. May come without reason. */
    void woken(Output out) throws IOException;

    /**
     * The server stops. Where no command is under way the session says goodbye, if its protocol has a word for that, and is over; else it
     * goes on, and is asked again behind the next bytes.
     *
     * @return whether it is over
     */
    boolean shutdown(Output out) throws IOException;

    /**
     * The log-in behind which the session stands is good no more, and the connection ends with this call. Where no command is under way the
     * session says so, if its protocol has a word for that.
     */
    default void revoked(Output out) throws IOException {}

    /** The last call, whatever ended the connection. Lets go of everything; never throws. */
    void closed();

    /** Asks for one call of {@link ServedSession#woken}; from any thread, never blocks; calls are merged. */
    @FunctionalInterface
    interface Wakeup {
        void wake();
    }
}
