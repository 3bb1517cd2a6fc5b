package waypost.protocol.smtp;

import java.nio.ByteBuffer;

/** Reads one chunk of BDAT, verbatim (RFC 3030 §2). */
final class ChunkReader implements ContentReader {
    private long remaining;

    ChunkReader(long size) {
        remaining = size;
    }

    @Override
    public Piece next(ByteBuffer in) {
        if (remaining == 0) {
            return new Piece.End();
        }
        if (!in.hasRemaining()) {
            return new Piece.More();
        }
        int length = (int) Math.min(remaining, in.remaining());
        remaining -= length;
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        return new Piece.Slice(slice);
    }
}
