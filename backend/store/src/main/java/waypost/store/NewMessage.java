package waypost.store;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;

/**
 * What an account's copy of a message has of its own.
 *
 * @param prefix whole header lines of ours, put before the body; at most {@link #PREFIX_OCTETS} in UTF-8
 */
public record NewMessage(int folderId, String prefix, Flags flags, OffsetDateTime receivedAt) {
    public static final int PREFIX_OCTETS = 2048;

    public NewMessage {
        int octets = prefix.getBytes(StandardCharsets.UTF_8).length;
        if (octets > PREFIX_OCTETS) {
            throw new IllegalArgumentException("prefix of " + octets + " octets");
        }
    }
}
