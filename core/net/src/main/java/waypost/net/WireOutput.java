package waypost.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A wire as a session before log-in sees it. On the wire's loop; never blocks. */
final class WireOutput implements waypost.protocol.Output {
    private final ChannelWire wire;

    WireOutput(ChannelWire wire) {
        this.wire = wire;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (!wire.open()) {
            throw new IOException("connection closed");
        }
        wire.write(bytes);
    }

    @Override
    public void flush() {
        wire.flush();
    }

    @Override
    public void close() {
        wire.closeAfterFlush("closed");
    }
}
