package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import waypost.protocol.Output;

/**
 * DEFLATE in both directions of a session (RFC 4978). Holds native memory until {@link #end}. Used by one thread.
 *
 * <p>Declined: RFC 4978 §1 would have TLS compression advertised too. TLS 1.3 has none, and with TLS 1.2 it gives secrets away (RFC 7525 §3.3).
 */
final class Compression {
    /** Octets that are inflated before they are worked on, however few they were on the wire. */
    private static final int PIECE = 8 * 1024;

    private final Inflater inflater = new Inflater(true);
    /** RFC 4978 §4: the least of CPU, "25-40% of their original size". */
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

    private final ByteBuffer plain = ByteBuffer.allocate(PIECE);
    private final ByteBuffer deflated = ByteBuffer.allocate(PIECE);
    private boolean waiting;
    /** The last four octets of the client. */
    private int last;

    /** What a flush ends with: an empty block that is stored (RFC 1951 §3.2.4). */
    private static final int FLUSHED = 0x0000FFFF;

    /**
     * The next piece of what the client has sent, empty when all octets are used up; good until the next call.
     *
     * @throws DataFormatException when it is not DEFLATE
     */
    ByteBuffer inflate(ByteBuffer in) throws DataFormatException {
        plain.clear();
        if (inflater.needsInput()) {
            for (int at = Math.max(in.position(), in.limit() - Integer.BYTES); at < in.limit(); at++) {
                last = last << Byte.SIZE | in.get(at) & 0xFF;
            }
            inflater.setInput(in);
        }
        inflater.inflate(plain);
        return plain.flip();
    }

    /** Whether the client has ended its direction: what follows is not compressed. */
    boolean ended() {
        return inflater.finished();
    }

    /** Whether it has ended it, or all that it has given away can be read: who ends it without saying so has flushed. */
    boolean endedOrFlushed() {
        return ended() || last == FLUSHED;
    }

    /** Ends our direction with this line, as it stands: in a last block that is stored (RFC 1951 §3.2.4). */
    void end(byte[] line, Output out) throws IOException {
        to(out).flush();
        ByteBuffer head = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
        out.write(head.put((byte) 1)
                .putShort((short) line.length)
                .putShort((short) ~line.length)
                .flip());
        out.write(line);
    }

    /** What is written goes compressed to this output. */
    Output to(Output out) {
        return new Deflating(out);
    }

    void end() {
        inflater.end();
        deflater.end();
    }

    private final class Deflating implements Output {
        private final Output out;

        Deflating(Output out) {
            this.out = out;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            waiting |= bytes.hasRemaining();
            deflater.setInput(bytes);
            while (!deflater.needsInput()) {
                pass(Deflater.NO_FLUSH);
            }
        }

        private boolean pass(int flush) throws IOException {
            deflated.clear();
            deflater.deflate(deflated, flush);
            boolean full = !deflated.hasRemaining();
            out.write(deflated.flip());
            return full;
        }

        /** Each answer can be read when it is there. */
        @Override
        public void flush() throws IOException {
            while (waiting) {
                waiting = pass(Deflater.SYNC_FLUSH);
            }
            out.flush();
        }

        @Override
        public void close() {
            try {
                flush();
            } catch (IOException gone) {
                // the client is gone, which closing says as well
            }
            out.close();
        }
    }
}
