package waypost.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be closed, in the reverse of the order in which it was opened, once. Any thread. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.node");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T with(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failed) { // AutoCloseable throws Exception; the others must be closed all the same
                LOG.warn("event=close-failed", failed);
            }
        }
    }
}
