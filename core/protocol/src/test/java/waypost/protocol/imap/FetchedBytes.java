package waypost.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import waypost.protocol.Output;

/** An output that keeps what is written, read back as ISO-8859-1. */
final class FetchedBytes implements Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int largest;

    static String answer(SelectedMailbox mailbox, int number, FetchItem... items) throws java.io.IOException {
        FetchedBytes out = new FetchedBytes();
        new FetchWriter(mailbox, out).write(number, List.of(items));
        return out.text();
    }

    String text() {
        return bytes.toString(ISO_8859_1);
    }

    /** Octets of the largest single write. */
    int largest() {
        return largest;
    }

    @Override
    public void write(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        bytes.writeBytes(copy);
        largest = Math.max(largest, copy.length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
