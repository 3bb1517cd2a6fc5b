package waypost.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Octets that lie in one piece in a file, as they are, and were lately seen to be what was stored: who sends them need not read them before. Good during
 * the call that hands it over, and beyond that for who leases it.
 */
public interface Extent {
    FileChannel file();

    /** In the file. */
    long offset();

    long length();

    /** The last of them, so many at most. */
    ByteBuffer end(int count) throws IOException;

    /** The file stays open, and what it is, until this is closed. */
    Lease lease();

    /** Any thread. */
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }
}
