package waypost.protocol.pop3;

import java.io.IOException;
import java.nio.ByteBuffer;
import waypost.message.Octets;
import waypost.protocol.Output;
import waypost.protocol.smtp.DotStuffer;

/** The answer to TOP (RFC 1939 §7): the header, the empty line, and so many lines of the body. Asks for no range behind the one in which they end. */
final class Top {
    /** What {@link Octets} hands out at once: a store checks all of that before it gives a piece of it away. */
    private static final int RANGE = 128 << 10;

    private final Announced octets;
    private final int bodyLines;
    private int lines;
    private int lineLength;
    private boolean inBody;
    private boolean done;

    Top(Announced octets, int bodyLines) {
        this.octets = octets;
        this.bodyLines = bodyLines;
    }

    void write(Output out) throws IOException {
        DotStuffer stuffer = new DotStuffer(out);
        for (long at = 0; at < octets.length() && !done; at += RANGE) {
            octets.read(at, Math.min(RANGE, octets.length() - at), slice -> stuffer.write(wanted(slice)));
        }
        octets.announce();
        stuffer.end();
    }

    private ByteBuffer wanted(ByteBuffer slice) {
        int end = slice.position();
        while (end < slice.limit() && !done) {
            octet(slice.get(end++));
        }
        return slice.slice(slice.position(), end - slice.position());
    }

    private void octet(byte octet) {
        if (octet != '\n') {
            lineLength += octet == '\r' ? 0 : 1;
            return;
        }
        if (inBody) {
            lines++;
        } else {
            inBody = lineLength == 0;
        }
        done = inBody && lines >= bodyLines;
        lineLength = 0;
    }
}
