package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import waypost.message.Octets;
import waypost.message.TransferDecoder;

/** What a transfer encoding was laid around: decoded anew whenever it is read, from its beginning, in bounded memory. */
final class DecodedSection {
    /** Encoded octets asked for at once; between two such reads a piece may be complete. */
    private static final long READ = 1 << 17;

    private final Octets message;
    private final long from;
    private final long to;
    private final String encoding;

    /** @param from where in the message the encoded octets are, to {@code to} */
    DecodedSection(Octets message, long from, long to, String encoding) throws UnknownEncoding {
        this.message = message;
        this.from = from;
        this.to = to;
        this.encoding = encoding;
        if (TransferDecoder.of(encoding).isEmpty()) {
            throw new UnknownEncoding();
        }
    }

    /** Hands the decoded octets {@code [offset, offset + length)} to the sink, fewer when fewer are there. */
    void read(long offset, long length, Octets.Sink sink) throws IOException {
        TransferDecoder decoder = TransferDecoder.of(encoding).orElseThrow();
        Piece piece = new Piece(offset, length, sink);
        for (long at = from; at < to && piece.left > 0; at += READ) {
            message.read(at, Math.min(READ, to - at), slice -> decoder.decode(slice, piece));
        }
        decoder.finish(piece);
    }

    /** Hands on a piece of what it is given. */
    private static final class Piece implements Octets.Sink {
        private final Octets.Sink sink;
        private long before;
        private long left;

        Piece(long offset, long length, Octets.Sink sink) {
            before = offset;
            left = length;
            this.sink = sink;
        }

        @Override
        public void accept(ByteBuffer slice) throws IOException {
            int skipped = (int) Math.min(before, slice.remaining());
            before -= skipped;
            int count = (int) Math.min(left, slice.remaining() - skipped);
            if (count > 0) {
                left -= count;
                sink.accept(slice.slice(slice.position() + skipped, count));
            }
        }
    }
}
