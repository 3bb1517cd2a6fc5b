package waypost.mapping;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A copy that others may take. Any thread; blocks for the disk. */
public interface CopySource {
    /** Octets of a piece, at most. */
    int PIECE = 48 << 10;

    /** A digest of what has to be the same for a copy to mean anything to somebody else. */
    String subject();

    CopyOffer offer();

    /**
     * The octets from a place on.
     *
     * @return empty where it has none there, or that edition no more
     */
    Optional<ByteBuffer> piece(long edition, long from);
}
