package waypost.protocol.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import waypost.message.OctetScan;
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
        int end = slice.limit();
        for (int at = start; at < end; ) {
            if (atLineStart && slice.get(at) == '.') {
                out.write(slice.slice(start, at - start));
                out.write(DOT);
                start = at;
            }
            at = lineEnd(slice, at, end);
            byte last = slice.get(at - 1);
            atLineStart = last == '\n';
            ended = atLineStart && (at - 1 > slice.position() ? slice.get(at - 2) : before) == '\r';
            before = last;
        }
        out.write(slice.slice(start, end - start));
        slice.position(end);
    }

    /** Index behind the next LF, or the end. */
    private static int lineEnd(ByteBuffer slice, int from, int end) {
        int at = from;
        while ((at = OctetScan.firstBelow('\n' + 1, slice, at, end)) < end) {
            if (slice.get(at++) == '\n') {
                return at;
            }
        }
        return end;
    }

    /** Ends the last line if it has no end, or one without CR: who reads strictly knows the final dot by CRLF on both sides. */
    public void end() throws IOException {
        if (!ended) {
            out.write(LINE_END);
        }
        out.write(END);
    }
}
