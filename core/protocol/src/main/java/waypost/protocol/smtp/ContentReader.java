package waypost.protocol.smtp;

import java.nio.ByteBuffer;

/** Takes message content out of a stream: behind DATA, or behind BDAT. */
sealed interface ContentReader permits DataReader, ChunkReader {
    /** Consumes up to the next piece. */
    Piece next(ByteBuffer in);

    sealed interface Piece {
        /** Content: a view of the bytes read, valid as long as they are. Never empty. */
        record Slice(ByteBuffer content) implements Piece {}

        /** All bytes are consumed; the content goes on. */
        record More() implements Piece {}

        /** The end is consumed. What remains are commands. */
        record End() implements Piece {}
    }
}
