package waypost.store;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;

/**
 * What an account's copy of a message has of its own.
 *
 * @param prefix whole header lines of ours, put before the body; at most {@link #PREFIX_OCTETS} in UTF-8
 * @param creator the principal who puts it there; empty for the account itself
 * @param properties at most {@link ItemProperties#OCTETS}
 */
public record NewMessage(
        int folderId,
        String prefix,
        Flags flags,
        OffsetDateTime receivedAt,
        ItemKind kind,
        String creator,
        ItemProperties properties) {
    public static final int PREFIX_OCTETS = 2048;

    /** Mail that the account itself takes. */
    public NewMessage(int folderId, String prefix, Flags flags, OffsetDateTime receivedAt) {
        this(folderId, prefix, flags, receivedAt, ItemKind.MAIL, "", ItemProperties.NONE);
    }

    /**
     * As the principal puts it there: \\Seen is his own then, not the account's.
     *
     * @param settable flags that he may set
     */
    NewMessage by(String principal, Flags settable) {
        return new NewMessage(folderId, prefix, flags.and(settable), receivedAt, kind, principal, properties);
    }

    public NewMessage {
        int octets = prefix.getBytes(StandardCharsets.UTF_8).length;
        if (octets > PREFIX_OCTETS) {
            throw new IllegalArgumentException("prefix of " + octets + " octets");
        }
        if (!properties.fit()) {
            throw new IllegalArgumentException("too large properties");
        }
    }
}
