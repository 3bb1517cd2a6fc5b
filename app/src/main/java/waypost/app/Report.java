package waypost.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Who waits for an operation: takes what it has to say, and has what it is to read. One thread. */
interface Report {
    /** How far it is. Fails with {@link Stopped} when nobody waits any more. */
    void progress(String text) throws IOException;

    /** A line of the result; fails as {@link #progress} does. */
    void line(String text) throws IOException;

    /** To be asked where there is nothing to say: fails as {@link #progress} does. */
    void goOn() throws IOException;

    /** A piece of a result that is no text; fails as {@link #progress} does. */
    void content(ByteBuffer octets) throws IOException;

    /** What the operation is given to read. */
    InputStream input() throws IOException;

    /** Who asked for the operation has gone, or the node stops. */
    final class Stopped extends IOException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("stopped");
        }
    }
}
