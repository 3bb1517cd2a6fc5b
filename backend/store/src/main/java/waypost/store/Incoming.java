package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a volume where bodies wait that are too large for memory. Nothing in it outlives the process. Any thread. */
final class Incoming {
    private static final Logger log = LoggerFactory.getLogger(Incoming.class);

    private final Disk disk;
    private final AtomicLong names = new AtomicLong();

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
        String name = "upload-" + names.incrementAndGet();
        return new Spill(disk, name, disk.create(name));
    }

    /** One body's file: filled, read back, emptied, as often as needed. One thread. */
    static final class Spill {
        private final Disk disk;
        private final String name;
        private final Disk.DiskFile file;
        private int length;

        private Spill(Disk disk, String name, Disk.DiskFile file) {
            this.disk = disk;
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

        /** What cannot be deleted now goes when the volume is opened again. */
        void delete() {
            try (file) {
                disk.delete(name);
            } catch (IOException failure) {
                log.warn("event=upload-left-behind file={}", name, failure);
            }
        }
    }
}
