package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a volume where bodies wait that are too large for memory. Nothing in it outlives the process. A few files are used again, as making
 * and deleting one costs more than writing most bodies. Any thread.
 */
final class Incoming implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Incoming.class);

    private static final int IDLE = 32;

    private final Disk disk;
    private final AtomicLong names = new AtomicLong();
    private final BlockingQueue<Spill> idle = new ArrayBlockingQueue<>(IDLE);
    private volatile boolean closed;

    private Incoming(Disk disk) {
        this.disk = disk;
    }

    /** Throws away what an earlier process left. */
    static Incoming open(Disk disk) throws IOException {
        for (String name : disk.list()) {
            disk.delete(name);
        }
        return new Incoming(disk);
    }

    Spill spill() throws IOException {
        Spill known = idle.poll();
        if (known != null) {
            return known;
        }
        String name = "upload-" + names.incrementAndGet();
        return new Spill(name, disk.create(name));
    }

    /** Files of bodies that still arrive go when these end. */
    @Override
    public void close() {
        closed = true;
        for (Spill spill = idle.poll(); spill != null; spill = idle.poll()) {
            spill.delete();
        }
    }

    /** One body's file: filled, read back, emptied, as often as needed. One thread. */
    final class Spill {
        private final String name;
        private final Disk.DiskFile file;
        private int length;

        private Spill(String name, Disk.DiskFile file) {
            this.name = name;
            this.file = file;
        }

        int length() {
            return length;
        }

        void write(ByteBuffer bytes) throws IOException {
            int more = bytes.remaining();
            file.write(bytes, length);
            length += more;
        }

        /** Fills the buffer with all of it. */
        void read(ByteBuffer target) throws IOException {
            target.clear().limit(length);
            file.read(target, 0);
            target.flip();
        }

        void empty() {
            length = 0;
        }

        /** Another body may have the file. */
        void giveBack() {
            empty();
            if (closed || !idle.offer(this)) {
                delete();
            }
        }

        /** What cannot be deleted now goes when the volume is opened again. */
        private void delete() {
            try (file) {
                disk.delete(name);
            } catch (IOException failure) {
                log.warn("event=upload-left-behind file={}", name, failure);
            }
        }
    }
}
