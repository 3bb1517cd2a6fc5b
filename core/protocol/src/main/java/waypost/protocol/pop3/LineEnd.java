package waypost.protocol.pop3;

import java.io.IOException;
import java.nio.ByteBuffer;
import waypost.message.Extent;
import waypost.message.Octets;

/** Whether what passes by ends with a line. RFC 1939 §3: by CRLF; a message that APPEND brought may end otherwise. */
final class LineEnd implements Octets.Sink {
    private static final int CRLF = '\r' << 8 | '\n';

    private final Octets.Sink sink;
    private int last = CRLF;

    LineEnd(Octets.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void accept(ByteBuffer slice) throws IOException {
        see(slice);
        sink.accept(slice);
    }

    @Override
    public boolean sends() {
        return sink.sends();
    }

    @Override
    public void accept(Extent extent) throws IOException {
        see(extent.end(Short.BYTES));
        sink.accept(extent);
    }

    private void see(ByteBuffer octets) {
        for (int i = Math.max(octets.position(), octets.limit() - 2); i < octets.limit(); i++) {
            last = (last << 8 | octets.get(i) & 0xff) & 0xffff;
        }
    }

    boolean seen() {
        return last == CRLF;
    }
}
