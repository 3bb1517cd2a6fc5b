package waypost.net;

import java.nio.ByteBuffer;

/**
 * A session that reads and writes a {@link Wire} on its event loop: pure, never blocking. All calls come on the wire's loop, one at a time.
 * A handler that throws ends its connection.
 */
public interface WireHandler {
    /** The wire stands, TLS included; also called when a handler takes over a wire that already stands. */
    void connected(Wire wire);

    /**
     * Bytes have come. What is left in the buffer is kept, and given again in front of the next bytes. The buffer is valid only during the
     * call.
     */
    void received(Wire wire, ByteBuffer in);

    /** More is left unconsumed than {@link Wire#limit} allows. */
    default void overflow(Wire wire) {
        wire.close("too many bytes without an end of line");
    }

    /** The wire became writable or stopped being so; see {@link Wire#writable}. */
    default void writabilityChanged(Wire wire) {}

    /** Nothing was sent or received for as long as {@link Wire#idleAfter} says. */
    default void idle(Wire wire) {
        wire.close("idle");
    }

    /**
     * The peer has ended its direction in order: it has read what had come to it by then, as a system that drops bytes unread resets the
     * connection. The wire is closed when the bytes received before are worked off. Also called behind {@link Wire#closeAfterFlush}, if
     * everything has left.
     */
    default void ended(Wire wire) {}

    /**
     * The listener stops. Whoever has something under way may bring it to its end, and is closed by the listener if that lasts longer than
     * the drain time.
     */
    default void shutdown(Wire wire) {
        wire.closeAfterFlush("shutdown");
    }

    /** The log-in behind which the session stands is good no more. */
    default void revoked(Wire wire) {
        wire.closeAfterFlush("log-in revoked");
    }

    /** The last call, once; also for a wire that never came to stand. {@code why} is for the log. */
    void closed(Wire wire, String why);
}
