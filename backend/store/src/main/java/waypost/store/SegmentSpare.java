package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The next segment file, filled with zeros and synced before it is needed, so that a group's sync has no lengths or blocks to
 * write. Any thread.
 */
final class SegmentSpare implements Closeable {
    static final String FILE = "spare";

    private final Disk disk;
    private final int bytes;
    private Optional<Disk.DiskFile> ready = Optional.empty();

    SegmentSpare(Disk disk, int bytes) {
        this.disk = disk;
        this.bytes = bytes;
    }

    /** Makes the file where there is none. */
    synchronized void prepare() throws IOException {
        if (ready.isEmpty()) {
            ready = Optional.of(fill());
        }
    }

    synchronized boolean wanted() {
        return ready.isEmpty();
    }

    /** The file, under the name {@link #FILE}, which is to be changed before the next one is prepared. */
    synchronized Disk.DiskFile take() throws IOException {
        prepare();
        Disk.DiskFile taken = ready.orElseThrow();
        ready = Optional.empty();
        return taken;
    }

    private Disk.DiskFile fill() throws IOException {
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
    public synchronized void close() throws IOException {
        if (ready.isPresent()) {
            ready.get().close();
        }
    }
}
