package waypost.directory;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The octets of an {@code objectGUID} and its usual text (MS-DTYP §2.3.4: its first three fields are little-endian). */
public final class ObjectGuid {
    private static final int[] ORDER = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

    private ObjectGuid() {}

    /** Empty if these are none. */
    public static Optional<String> of(byte @Nullable [] octets) {
        if (octets == null || octets.length != ORDER.length) {
            return Optional.empty();
        }
        ByteBuffer uuid = ByteBuffer.wrap(reordered(octets));
        return Optional.of(new UUID(uuid.getLong(), uuid.getLong()).toString());
    }

    /** @throws IllegalArgumentException if the text is none */
    public static byte[] octets(String text) {
        UUID uuid = UUID.fromString(text);
        return reordered(ByteBuffer.allocate(ORDER.length)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }

    /** From octets as they are stored to octets as they are written, and back. */
    private static byte[] reordered(byte[] octets) {
        byte[] reordered = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            reordered[i] = octets[ORDER[i]];
        }
        return reordered;
    }
}
