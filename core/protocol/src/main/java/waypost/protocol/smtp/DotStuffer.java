package waypost.protocol.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import waypost.protocol.Output;

/** Writes content behind DATA: a dot before each line that begins with one, and the end (RFC 5321 §4.5.2). Also RETR's, in POP3. */
public final class DotStuffer {
    private static final byte[] DOT = {'.'};
    private static final byte[] END = {'.', '\r', '\n'};
    private static final byte[] LINE_END = {'\r', '\n'};

    private final Output out;
    private boolean atLineStart = true;
    private boolean ended = true;
    private byte before;

    public DotStuffer(Output out) {
        this.out = out;
    }

    /** Takes all of the slice. */
    public void write(ByteBuffer slice) throws IOException {
        int start = slice.position();
        for (int i = start; i < slice.limit(); i++) {
            byte octet = slice.get(i);
            if (atLineStart && octet == '.') {
                out.write(slice.slice(start, i - start));
                out.write(DOT);
                start = i;
            }
            atLineStart = octet == '\n';
            ended = atLineStart && before == '\r';
            before = octet;
        }
        out.write(slice.slice(start, slice.limit() - start));
        slice.position(slice.limit());
    }

    /** Ends the last line if it has no end, or one without CR: who reads strictly knows the final dot by CRLF on both sides. */
    public void end() throws IOException {
        if (!ended) {
            out.write(LINE_END);
        }
        out.write(END);
    }
}
