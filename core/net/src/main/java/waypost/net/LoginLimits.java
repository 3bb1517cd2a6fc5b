package waypost.net;

import java.time.Duration;

/**
 * Bounds of a connection before log-in.
 *
 * @param idle without a byte from the client
 * @param total from the connection to the log-in, whatever the client says
 * @param admission from the credentials to the answer: gatekeeper and all nodes tried
 * @param unread bytes of a command that may wait for its end
 */
public record LoginLimits(Duration idle, Duration total, Duration admission, int unread) {
    public static final LoginLimits USUAL =
            new LoginLimits(Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofSeconds(30), 16 * 1024);
}
