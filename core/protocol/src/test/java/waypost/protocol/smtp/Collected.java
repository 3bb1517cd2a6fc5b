package waypost.protocol.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import waypost.protocol.Output;

/** An output that remembers. */
public final class Collected implements Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean closed;

    @Override
    public void write(ByteBuffer slice) {
        byte[] octets = new byte[slice.remaining()];
        slice.get(octets);
        bytes.writeBytes(octets);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        closed = true;
    }

    public boolean closed() {
        return closed;
    }

    /** All since the last call. */
    public String taken() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }
}
