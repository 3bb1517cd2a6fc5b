package waypost.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import waypost.protocol.Output;

/** An {@link Output} that keeps what is written. Octets count as sent only when flushed or closed, as a peer would see it. */
public final class RecordingOutput implements Output {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int flushed;
    private boolean closed;

    @Override
    public synchronized void write(ByteBuffer bytes) {
        if (closed) {
            throw new IllegalStateException("written after close");
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        written.writeBytes(copy);
    }

    @Override
    public synchronized void flush() {
        flushed = written.size();
    }

    @Override
    public synchronized void close() {
        flush();
        closed = true;
    }

    public synchronized boolean closed() {
        return closed;
    }

    /** All that was sent and not taken before. */
    public synchronized byte[] take() {
        byte[] kept = written.toByteArray();
        written.reset();
        written.write(kept, flushed, kept.length - flushed);
        byte[] sent = Arrays.copyOf(kept, flushed);
        flushed = 0;
        return sent;
    }

    /** {@link #take} as ISO-8859-1 characters. */
    public String takeText() {
        return new String(take(), StandardCharsets.ISO_8859_1);
    }

    /** Octets that were written and still wait for a flush. */
    public synchronized int waiting() {
        return written.size() - flushed;
    }
}
