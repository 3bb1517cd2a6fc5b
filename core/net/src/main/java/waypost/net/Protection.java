package waypost.net;

import java.util.Optional;

/** How a listener uses TLS. */
public sealed interface Protection {
    record Clear() implements Protection {}

    /** In clear until the client asks. */
    record StartTls(ServerTls tls) implements Protection {}

    /** From the first byte. */
    record Implicit(ServerTls tls) implements Protection {}

    /** What the client may ask for. */
    default Optional<ServerTls> offered() {
        return this instanceof StartTls(var tls) ? Optional.of(tls) : Optional.empty();
    }
}
