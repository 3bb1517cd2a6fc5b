package waypost.app;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import waypost.config.HostPort;

/** Whether somebody takes connections at an address now, in words. Blocks for a second at most. */
final class Reach {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Reach() {}

    static String of(HostPort address) {
        long begun = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(address.socketAddress(), Math.toIntExact(PATIENCE.toMillis()));
            return "reached in " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms";
        } catch (IOException nobody) {
            return "not reached: " + Reason.of(nobody);
        }
    }
}
