package waypost.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A context whose tokens are words, and which is the ticket of anna. */
public final class WordContext implements TicketContext {
    private static final String ANNA = "anna@example.net";

    @Override
    public Accepted accept(byte[] token) {
        return switch (new String(token, StandardCharsets.ISO_8859_1)) {
            case "first" -> new Accepted.Continued(octets("more"));
            case "ticket" -> new Accepted.Established(octets("answer"), ANNA);
            case "one-sided" -> new Accepted.Established(new byte[0], ANNA);
            case "away" -> new Accepted.Unavailable();
            default -> new Accepted.Refused();
        };
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] wrap(byte[] message) {
        return octets("[" + new String(message, StandardCharsets.ISO_8859_1) + "]");
    }

    @Override
    public Optional<byte[]> unwrap(byte[] token) {
        String text = new String(token, StandardCharsets.ISO_8859_1);
        return text.startsWith("[") && text.endsWith("]")
                ? Optional.of(octets(text.substring(1, text.length() - 1)))
                : Optional.empty();
    }
}
