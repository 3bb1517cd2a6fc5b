package waypost.store;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The accounts that are just being copied to a volume: nobody else may write of them there. Safe for threads. */
final class Arrivals {
    private final Set<Long> arriving = new HashSet<>();

    /** Lasts until it is closed. */
    interface Arriving extends AutoCloseable {
        @Override
        void close();
    }

    /** A short piece of work. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** From now on until this is closed. Waits for a piece of work that is under way. */
    synchronized Arriving begin(long account) {
        arriving.add(account);
        return () -> end(account);
    }

    private synchronized void end(long account) {
        arriving.remove(account);
    }

    /** Does it, unless the account arrives. */
    synchronized <T> Optional<T> unless(long account, Work<T> work) throws IOException {
        return arriving.contains(account) ? Optional.empty() : Optional.of(work.run());
    }
}
