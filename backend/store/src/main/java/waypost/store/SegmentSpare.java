package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The next segment file, filled with zeros and synced before it is needed, so that a group's sync has no lengths or blocks to
 * write. Any thread; nobody but the taker waits while a file is filled.
 */
final class SegmentSpare implements Closeable {
    static final String FILE = "spare";

    /** What has the name {@link #FILE}: nobody makes another before it is free again. */
    private enum Stage {
        NOTHING,
        /** Nothing, as the last attempt failed: only who needs the file tries again. */
        REFUSED,
        FILLING,
        READY,
        /** A file that is not a segment yet. */
        TAKEN
    }

    private final Disk disk;
    private final int bytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private Optional<Disk.DiskFile> ready = Optional.empty();
    private volatile Stage stage = Stage.NOTHING;

    SegmentSpare(Disk disk, int bytes) {
        this.disk = disk;
        this.bytes = bytes;
    }

    boolean wanted() {
        return stage == Stage.NOTHING;
    }

    /** Makes the file where it is wanted. */
    void prepare() throws IOException {
        if (claim(EnumSet.of(Stage.NOTHING))) {
            fill();
        }
    }

    /** The file, still under the name {@link #FILE}; {@link #rename} ends that. When this fails nothing has changed. */
    Disk.DiskFile take() throws IOException {
        if (claim(EnumSet.of(Stage.NOTHING, Stage.REFUSED))) {
            fill();
        }
        lock.lock();
        try {
            while (stage == Stage.FILLING) {
                filled.awaitUninterruptibly();
            }
            Disk.DiskFile taken = ready.orElseThrow(() -> new IOException("no next segment could be prepared"));
            ready = Optional.empty();
            stage = Stage.TAKEN;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the file that was taken the name of a segment: the next one may be prepared. */
    void rename(String name) throws IOException {
        disk.rename(FILE, name);
        stage = Stage.NOTHING;
    }

    private boolean claim(Set<Stage> from) {
        lock.lock();
        try {
            boolean mine = from.contains(stage);
            stage = mine ? Stage.FILLING : stage;
            return mine;
        } finally {
            lock.unlock();
        }
    }

    private void fill() throws IOException {
        Optional<Disk.DiskFile> made = Optional.empty();
        try {
            made = Optional.of(create());
        } finally {
            lock.lock();
            try {
                ready = made;
                stage = made.isPresent() ? Stage.READY : Stage.REFUSED;
                filled.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Not even begun where there is no room: what is left would be gone for a while, and others need it. */
    private Disk.DiskFile create() throws IOException {
        if (disk.space().usable() < bytes) {
            throw new IOException("no space left for a segment of " + bytes + " bytes");
        }
        if (disk.list().contains(FILE)) {
            disk.delete(FILE);
        }
        try {
            return disk.createZeros(FILE, bytes);
        } catch (IOException failure) {
            discard(failure);
            throw failure;
        }
    }

    private void discard(IOException reason) {
        try {
            if (disk.list().contains(FILE)) {
                disk.delete(FILE);
            }
        } catch (IOException failure) {
            reason.addSuppressed(failure);
        }
    }

    @Override
    public void close() throws IOException {
        if (ready.isPresent()) {
            ready.get().close();
        }
    }
}
