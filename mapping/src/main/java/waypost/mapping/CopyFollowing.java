package waypost.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.directory.ChangeFeed;
import waypost.directory.Connector;
import waypost.directory.DirectoryWatch;

/** Has the copies of a directory begin with what other front ends have, and then be told what the directory tells from there on. One virtual thread. */
final class CopyFollowing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.mapping");

    private final Connector connector;
    private final List<SharedCopy> copies;
    private final CopyFellows fellows;
    private final List<DirectoryWatch> watches = new ArrayList<>();
    private final Thread thread;
    private boolean closed;

    CopyFollowing(Connector connector, List<SharedCopy> copies, CopyFellows fellows) {
        this.connector = connector;
        this.copies = copies;
        this.fellows = fellows;
        this.thread = Thread.ofVirtual().name("follow-" + connector.name()).start(this::run);
    }

    private void run() {
        try {
            for (SharedCopy copy : copies) {
                seed(copy);
            }
            watch();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void seed(SharedCopy copy) throws InterruptedException {
        try {
            copy.seed(fellows);
        } catch (RuntimeException bug) {
            LOG.error("event=copy-not-taken map={}", copy.copy().map(), bug);
        }
    }

    /** Once for those that stand for the same. */
    private synchronized void watch() {
        if (closed) {
            return;
        }
        Map<Optional<String>, List<WholeCopy>> byState =
                copies.stream().map(SharedCopy::copy).collect(Collectors.groupingBy(WholeCopy::state));
        byState.forEach((state, alike) -> {
            List<ChangeFeed.Changes> hearers =
                    alike.stream().map(WholeCopy::changes).toList();
            watches.add(connector.watchAny(new Hearers(hearers), state));
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        thread.interrupt();
        watches.forEach(DirectoryWatch::close);
    }
}
