package waypost.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Puts a {@code >} before each line that begins with {@code From }, with or without such signs before it (mboxrd). Undone by {@link FromUnquoting}. */
final class FromQuoting {
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private boolean undecided = true;
    private long quotes;
    private int matched;
    private byte last = '\n';

    FromQuoting(OutputStream out) {
        this.out = out;
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte octet = bytes.get();
            if (undecided) {
                look(octet);
            } else {
                pass(octet);
            }
        }
    }

    private void look(byte octet) throws IOException {
        if (octet == '>' && matched == 0) {
            quotes++;
        } else if (octet == FROM[matched]) {
            matched++;
            if (matched == FROM.length) {
                out.write('>');
                release();
            }
        } else {
            release();
            pass(octet);
        }
    }

    private void release() throws IOException {
        undecided = false;
        for (; quotes > 0; quotes--) {
            last = '>';
            out.write('>');
        }
        if (matched > 0) {
            last = FROM[matched - 1];
            out.write(FROM, 0, matched);
            matched = 0;
        }
    }

    private void pass(byte octet) throws IOException {
        last = octet;
        out.write(octet);
        undecided = octet == '\n';
    }

    /** Ends the message: with the end of its line, where it has none, and an empty line. */
    void finish() throws IOException {
        if (undecided) {
            release();
        }
        if (last != '\n') {
            out.write('\n');
        }
        out.write('\n');
    }
}
