package waypost.net;

import java.util.Optional;

/** How a connection that we open uses TLS; {@link Protection} is the listener's side. */
public sealed interface Encryption {
    record None() implements Encryption {}

    /** In clear until the protocol's own command, then {@link Wire#startTls(WireHandler)}. */
    record StartTls(ClientTls tls) implements Encryption {}

    /** From the first byte. */
    record Implicit(ClientTls tls) implements Encryption {}

    default Optional<ClientTls> fromTheFirstByte() {
        return this instanceof Implicit(var tls) ? Optional.of(tls) : Optional.empty();
    }

    default Optional<ClientTls> byCommand() {
        return this instanceof StartTls(var tls) ? Optional.of(tls) : Optional.empty();
    }
}
