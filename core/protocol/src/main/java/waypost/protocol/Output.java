package waypost.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import waypost.message.Octets;

/**
 * Where a session writes to its peer. Bytes leave in order; nothing need leave before {@link #flush}. Used by one thread at a time. Behind
 * log-in a write may block while the peer is slow; before log-in it never does (answers are small). Throws when the connection is gone.
 */
public interface Output {
    /** Takes the remaining bytes of the buffer; they are copied or written before the call returns. */
    void write(ByteBuffer bytes) throws IOException;

    default void write(byte[] bytes) throws IOException {
        write(ByteBuffer.wrap(bytes));
    }

    /** Writes text in UTF-8. Protocol lines bring their own CRLF. */
    default void text(String text) throws IOException {
        write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Where octets go out as they are. One that sends passes extents to the socket unread. */
    default Octets.Sink sink() {
        return this::write;
    }

    /** Writes a range of a body. */
    default void octets(Octets octets, long offset, long length) throws IOException {
        octets.read(offset, length, sink());
    }

    void flush() throws IOException;

    /** Flushes, then closes the connection. Further bytes of the peer are not delivered. */
    void close();
}
