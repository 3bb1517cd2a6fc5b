package waypost.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes one {@code >} off each line that begins with some and then {@code From }, as writers of the mboxrd format put one there. Bytes may
 * come cut anywhere. One message, one thread.
 */
final class FromUnquoting {
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    private final Spool.Reader out;
    private boolean undecided = true;
    private long quotes;
    private int matched;

    /** @param out gets the bytes, and each slice only during the call */
    FromUnquoting(Spool.Reader out) {
        this.out = out;
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (undecided) {
                look(bytes);
            } else {
                restOfLine(bytes);
            }
        }
    }

    private void look(ByteBuffer bytes) throws IOException {
        byte octet = bytes.get(bytes.position());
        if (octet == '>' && matched == 0) {
            quotes++;
            bytes.get();
        } else if (quotes > 0 && octet == FROM[matched]) {
            bytes.get();
            matched++;
            if (matched == FROM.length) {
                quotes--;
                release();
            }
        } else {
            release();
        }
    }

    private void restOfLine(ByteBuffer bytes) throws IOException {
        int from = bytes.position();
        int at = from;
        while (at < bytes.limit() && bytes.get(at) != '\n') {
            at++;
        }
        undecided = at < bytes.limit();
        int end = undecided ? at + 1 : at;
        out.take(bytes.slice(from, end - from));
        bytes.position(end);
    }

    private void release() throws IOException {
        while (quotes > 0) {
            out.take(ByteBuffer.wrap(new byte[] {'>'}));
            quotes--;
        }
        out.take(ByteBuffer.wrap(FROM, 0, matched));
        matched = 0;
        undecided = false;
    }

    /** Gives out what waits for the rest of its line. */
    void finish() throws IOException {
        release();
    }
}
