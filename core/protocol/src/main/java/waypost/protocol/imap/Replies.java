package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import waypost.message.Extent;
import waypost.message.Octets;
import waypost.protocol.Output;

/**
 * Where a session's answers go. Knows whether the client can still be told anything: not when the connection is gone, nor in the middle of
 * a line or a literal that broke off.
 */
final class Replies implements Output {
    private final Output out;
    private boolean broken;
    private boolean lineOpen;

    Replies(Output out) {
        this.out = out;
    }

    /** Whether a failure has left the client's side of the dialogue behind repair. */
    boolean broken() {
        return broken || lineOpen;
    }

    void untagged(String text) throws IOException {
        text("* " + text + "\r\n");
    }

    void continuation(String text) throws IOException {
        text("+ " + text + "\r\n");
    }

    /** The end of a command: OK, NO or BAD with its text. */
    void tagged(String tag, String result) throws IOException {
        text(tag + " " + result + "\r\n");
    }

    /** Text of others as resp-text (RFC 3501 §9): one line of US-ASCII. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().forEach(c -> plain.append(c >= ' ' && c < 0x7F ? (char) c : '?'));
        return plain.toString();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (bytes.hasRemaining()) {
            lineOpen = bytes.get(bytes.limit() - 1) != '\n';
        }
        attempt(() -> out.write(bytes));
    }

    /** Where the first of them cannot be had, nothing is written, and the dialogue can go on. */
    @Override
    public void octets(Octets octets, long offset, long length) throws IOException {
        octets.read(offset, length, new Literal(out.sink()));
    }

    /** The answer that it is part of goes on behind it. */
    private final class Literal implements Octets.Sink {
        private final Octets.Sink sink;

        Literal(Octets.Sink sink) {
            this.sink = sink;
        }

        @Override
        public void accept(ByteBuffer slice) throws IOException {
            lineOpen = true;
            attempt(() -> sink.accept(slice));
        }

        @Override
        public boolean sends() {
            return sink.sends();
        }

        @Override
        public void accept(Extent extent) throws IOException {
            lineOpen = true;
            attempt(() -> sink.accept(extent));
        }
    }

    @Override
    public void flush() throws IOException {
        attempt(out::flush);
    }

    @Override
    public void close() {
        out.close();
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void attempt(Writing writing) throws IOException {
        boolean done = false;
        try {
            writing.run();
            done = true;
        } finally {
            broken |= !done;
        }
    }
}
