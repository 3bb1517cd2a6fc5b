package waypost.store;

import java.io.IOException;

/** How fast a cleaner may go. */
@FunctionalInterface
public interface Pace {
    Pace FULL = _ -> {};

    /** Waits until so many octets may have been read or written; fails with {@link Stopped} when the cleaner has to end. */
    void spend(long octets) throws IOException;

    /** The volume is about to be closed, or a work of its administrator goes first. */
    final class Stopped extends IOException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("the cleaner stops");
        }
    }
}
