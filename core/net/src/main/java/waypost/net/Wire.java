package waypost.net;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;

/**
 * One connection on one event loop. Only {@link #loop}, {@link #close} and what says so may be used from other threads; everything else
 * belongs to the loop.
 */
public interface Wire {
    /** Id of the session in the log, unique in the cluster. Any thread. */
    String session();

    /** Any thread. */
    Peer peer();

    /** Runs tasks on the wire's event loop, in order. Any thread. */
    Executor loop();

    /** Whether bytes can still leave. Any thread. */
    boolean open();

    /** Copies the remaining bytes. They leave with the next {@link #flush}. */
    void write(ByteBuffer bytes);

    void flush();

    /** Whether less waits to leave than the bound of {@link NetLimits#WRITE_BOUND}. Bytes written all the same are kept. */
    boolean writable();

    /** This wire as a session sees it: never blocks, throws when the connection is gone. */
    Output output();

    /**
     * Stops delivery at once, also of bytes that were received already. Up to the {@link #limit} bytes are still received and kept, so the
     * handler learns afterwards what the peer sent meanwhile, and at once when it ended.
     */
    void pauseReading();

    /** Delivers what waits and reads on. */
    void resumeReading();

    /** Bounds the bytes that the handler may leave unconsumed; {@link NetLimits#UNREAD} until called. */
    void limit(int bytes);

    /** Has the handler told when nothing moved for so long; never, until called. Zero switches it off. */
    void idleAfter(Duration time);

    /** Hands the wire to another session: its {@code connected} is called, and it gets the bytes that the former one left. */
    void handler(WireHandler next);

    /**
     * Starts TLS as the server; {@code next} is connected when the handshake is done. Anything that was received in clear and not consumed
     * may have been put there by a third party (RFC 3207 §4.2, RFC 9051 §6.2.1): then the wire is closed instead.
     */
    void startTls(ServerTls tls, WireHandler next);

    /** Starts TLS as the client, on a wire that was dialled with {@link Encryption.StartTls}; the same rules. */
    void startTls(WireHandler next);

    /**
     * Hands the wire to a session in blocking code. Bytes left so far are its first; from now on calls come on virtual threads, and
     * {@link ServedSession#closed} is the last, exactly once, even if the wire is closed already.
     *
     * @param idle after how long without a byte in either direction the connection is closed; zero for never
     * @param next whose the wire is, with the bytes left, when the session has {@link ServedSession#released} it
     */
    void serve(ServedSession session, Duration idle, WireHandler next);

    /** The same; the wire is the present handler's again when it is released. */
    void serve(ServedSession session, Duration idle);

    /** The log-in behind which the wire's session stands from now on; null for none. Of the former one nothing is left. */
    void behind(@Nullable Permit login);

    /** Ends the session that stands behind this log-in, in its protocol's words where they can be said, if it still does. Any thread. */
    void revoke(Permit login);

    Timer schedule(Duration delay, Runnable task);

    /** The same, unless the wire is closed by then: nothing is kept of the task behind that. Any thread. */
    void later(Duration delay, Runnable task);

    /** Closes at once; what waits to leave is lost. Any thread. */
    void close(String why);

    /** Closes when everything written has left, or does not leave within {@link NetLimits#GOODBYE}. Nothing more is delivered. */
    void closeAfterFlush(String why);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }
}
