package waypost.protocol.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import waypost.protocol.Output;

/** How a {@link LmtpClient} sends content: behind DATA, or in chunks. */
sealed interface ContentWriter {
    void write(ByteBuffer slice) throws IOException;

    void end() throws IOException;

    final class Dotted implements ContentWriter {
        private final DotStuffer stuffer;

        Dotted(Output out) {
            stuffer = new DotStuffer(out);
        }

        @Override
        public void write(ByteBuffer slice) throws IOException {
            stuffer.write(slice);
        }

        @Override
        public void end() throws IOException {
            stuffer.end();
        }
    }

    /** Each chunk but the last is answered once; small slices are gathered into one. */
    final class Chunks implements ContentWriter {
        private static final int GATHER = 16 * 1024;

        private final Output out;
        private final Runnable chunkSent;
        private final ByteBuffer gathered = ByteBuffer.allocate(GATHER);

        Chunks(Output out, Runnable chunkSent) {
            this.out = out;
            this.chunkSent = chunkSent;
        }

        @Override
        public void write(ByteBuffer slice) throws IOException {
            if (slice.remaining() > gathered.remaining()) {
                flushGathered();
            }
            if (slice.remaining() <= gathered.remaining()) {
                gathered.put(slice);
                return;
            }
            chunk(slice, "");
            chunkSent.run();
        }

        @Override
        public void end() throws IOException {
            chunk(gathered.flip(), " LAST");
        }

        private void flushGathered() throws IOException {
            if (gathered.position() > 0) {
                chunk(gathered.flip(), "");
                gathered.clear();
                chunkSent.run();
            }
        }

        private void chunk(ByteBuffer bytes, String last) throws IOException {
            out.text("BDAT " + bytes.remaining() + last + "\r\n");
            out.write(bytes);
        }
    }
}
