package waypost.testkit;

import java.io.IOException;
import java.util.Optional;

/** The client's end of one connection to what is tested: in memory or over a socket. */
public interface ByteSession extends AutoCloseable {
    void send(byte[] octets) throws IOException;

    /** The next line of the server without its CRLF, octets as ISO-8859-1 characters. Empty when there is none and none will come. */
    Optional<String> line() throws IOException;

    /** Whether everything the server has said so far has been read. */
    boolean silent() throws IOException;

    /** Whether the server has ended the connection. */
    boolean ended() throws IOException;

    @Override
    void close() throws IOException;
}
