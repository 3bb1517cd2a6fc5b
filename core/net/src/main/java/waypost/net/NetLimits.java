package waypost.net;

import java.time.Duration;

/** Bounds that hold for every wire of a process. */
public final class NetLimits {
    /** Bytes that may wait to leave a wire before it stops being writable, and the other side of a relay stops being read. */
    public static final int WRITE_BOUND = 256 * 1024;

    /** Where a wire that stopped being writable becomes so again. */
    public static final int WRITE_AGAIN = 64 * 1024;

    /** Bytes that a handler may leave unconsumed, unless it sets its own bound. */
    public static final int UNREAD = 64 * 1024;

    /** Received bytes that may wait for a served session; above it the wire is not read. */
    public static final int SERVED_QUEUE = 256 * 1024;

    /** How long last words may take to leave. */
    public static final Duration GOODBYE = Duration.ofSeconds(10);

    /** How long a session may take to end whose log-in is good no more. */
    public static final Duration REVOKED = Duration.ofSeconds(2);

    /** How long a peer that got its last words may take to close. */
    public static final Duration LINGER = Duration.ofSeconds(2);

    public static final Duration TLS_HANDSHAKE = Duration.ofSeconds(10);

    /** How long a PROXY protocol header may take to come. */
    public static final Duration PROXY_HEADER = Duration.ofSeconds(10);

    private NetLimits() {}
}
