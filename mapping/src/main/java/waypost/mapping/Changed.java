package waypost.mapping;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import waypost.directory.ChangeFeed;
import waypost.directory.Hashes;
import waypost.directory.Steadfast;
import waypost.identity.DirectoryId;

/**
 * The changes that a watched directory has told, on their way to what is remembered: taken a tenth of a second's worth at a time, as each look
 * through the memory costs the same, however many changed. One virtual thread.
 */
final class Changed implements ChangeFeed.Changes, AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Before the next attempt, after one has failed. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** More than these in a pause are all. */
    private static final int WAITING = 10_000;

    private final BlockingQueue<Optional<DirectoryId>> told = new ArrayBlockingQueue<>(WAITING);
    private final boolean byUsualId;
    private final Consumer<Set<DirectoryId>> some;
    private final Runnable all;
    private final Steadfast steadfast = new Steadfast("changed");
    private final Thread thread;

    /**
     * @param byUsualId whether accounts are known by what the directory tells
     * @param some forgets what was heard of these accounts, and that names were unknown
     * @param all forgets what was heard of all
     */
    Changed(boolean byUsualId, Consumer<Set<DirectoryId>> some, Runnable all) {
        this.byUsualId = byUsualId;
        this.some = some;
        this.all = all;
        this.thread = Thread.ofVirtual().name("changed").start(this::run);
    }

    @Override
    public void toldBy(URI server) {}

    @Override
    public void changed(List<String> ids) {
        if (!byUsualId) {
            anyChanged();
            return;
        }
        for (String id : ids) {
            if (!told.offer(Optional.of(new DirectoryId(id)))) {
                anyChanged();
                return;
            }
        }
    }

    @Override
    public void anyChanged() {
        while (!told.offer(Optional.empty())) {
            told.clear();
        }
    }

    @Override
    public void others(Hashes present) {
        anyChanged();
    }

    @Override
    public void reached(String state) {}

    @Override
    public void current() {}

    @Override
    public void lost() {}

    private void run() {
        try {
            while (true) {
                Set<Optional<DirectoryId>> batch = new HashSet<>(Set.of(told.take()));
                told.drainTo(batch);
                if (steadfast.does(() -> forget(batch))) {
                    Thread.sleep(PAUSE);
                } else {
                    anyChanged(); // how far it came is not known
                    Thread.sleep(AGAIN);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void forget(Set<Optional<DirectoryId>> batch) {
        if (batch.contains(Optional.<DirectoryId>empty())) {
            all.run();
        } else {
            some.accept(batch.stream().flatMap(Optional::stream).collect(Collectors.toSet()));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
