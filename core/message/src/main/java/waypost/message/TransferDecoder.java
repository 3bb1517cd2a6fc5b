package waypost.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * Undoes a content transfer encoding (RFC 2045 §6) while the body streams by. What is broken in the body is decoded as far as it goes,
 * never refused. One use, one thread.
 */
public sealed interface TransferDecoder permits Base64Decoder, QuotedPrintableDecoder, IdentityDecoder {

    /** The decoder for the encoding of that name; empty if unknown, and the body then cannot be read (RFC 2045 §6.4). */
    static Optional<TransferDecoder> of(String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "base64" -> Optional.of(new Base64Decoder());
            case "quoted-printable" -> Optional.of(new QuotedPrintableDecoder());
            case "7bit", "8bit", "binary" -> Optional.of(new IdentityDecoder());
            default -> Optional.empty();
        };
    }

    /** Decodes all that remains in the buffer. Slices given to the sink are valid only during its call. */
    void decode(ByteBuffer in, Octets.Sink out) throws IOException;

    /** Ends the body and gives out what was held back. */
    void finish(Octets.Sink out) throws IOException;
}
