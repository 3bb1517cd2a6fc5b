package waypost.protocol.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import waypost.identity.ChannelBinding;

/** What a server makes of the channel binding flag that a client's first message begins with (RFC 5802 §6). */
sealed interface ScramBinding {
    /** Without -PLUS, and it was not offered. */
    record Unknown() implements ScramBinding {}

    /** Without -PLUS, though it was offered: a client that says it would have bound had the offer taken away on its way. */
    record Spurned() implements ScramBinding {}

    record Bound(ChannelBinding channel) implements ScramBinding {}

    /**
     * What the {@code c=} of the client's last message must be the base64 of; empty if the flag cannot be obeyed.
     *
     * @param flag {@code n}, {@code y} or {@code p=TYPE}
     * @param header of the client's first message, which the flag begins
     */
    default Optional<byte[]> expected(String flag, String header) {
        byte[] said = header.getBytes(StandardCharsets.UTF_8);
        return switch (this) {
            case Unknown() -> flag.equals("n") || flag.equals("y") ? Optional.of(said) : Optional.empty();
            case Spurned() -> flag.equals("n") ? Optional.of(said) : Optional.empty();
            case Bound(ChannelBinding(byte[] hash)) ->
                flag.equals("p=" + ChannelBinding.TYPE)
                        ? Optional.of(ByteBuffer.allocate(said.length + hash.length)
                                .put(said)
                                .put(hash)
                                .array())
                        : Optional.empty();
        };
    }
}
