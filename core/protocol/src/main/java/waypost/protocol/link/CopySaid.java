package waypost.protocol.link;

import java.nio.ByteBuffer;

/** What a front end says when it is asked for a copy of a directory. */
public sealed interface CopySaid {
    /** It has none of this subject, or not this edition of it. */
    record Nothing() implements CopySaid {}

    /** It misses too many whom it had, and gives nothing. */
    record Suspect() implements CopySaid {}

    /**
     * It has one.
     *
     * @param edition in which its pieces fit each other
     * @param length of all pieces, in octets
     * @param asOf milliseconds since 1970 when the directory was in the state that the copy stands for, or said that it still was
     * @param state of the directory, in the directory's words
     */
    record Offered(long edition, long length, long asOf, String state) implements CopySaid {}

    /** Some of it. */
    record Piece(ByteBuffer octets) implements CopySaid {
        public Piece {
            octets = octets.asReadOnlyBuffer();
        }

        @Override
        public ByteBuffer octets() {
            return octets.duplicate();
        }
    }
}
