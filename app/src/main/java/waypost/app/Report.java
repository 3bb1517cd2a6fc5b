package waypost.app;

import java.io.IOException;

/** Takes what an operation has to say, for whoever waits for it. One thread. */
interface Report {
    /** How far it is. Fails with {@link Stopped} when nobody waits any more. */
    void progress(String text) throws IOException;

    /** A line of the result; fails as {@link #progress} does. */
    void line(String text) throws IOException;

    /** To be asked where there is nothing to say: fails as {@link #progress} does. */
    void goOn() throws IOException;

    /** Who asked for the operation has gone, or the node stops. */
    final class Stopped extends IOException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("stopped");
        }
    }
}
