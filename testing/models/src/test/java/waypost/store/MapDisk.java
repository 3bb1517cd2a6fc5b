package waypost.store;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A folder of small files in memory that forgets nothing. */
final class MapDisk implements Disk {
    private final TreeMap<String, File> files = new TreeMap<>();

    private static final class File implements DiskFile {
        private final ByteBuffer octets = ByteBuffer.allocate(512);
        private int size;

        @Override
        public long size() {
            return size;
        }

        @Override
        public void read(ByteBuffer target, long offset) {
            int length = Math.min(target.remaining(), size - (int) offset);
            target.put(octets.slice((int) offset, length));
        }

        @Override
        public void write(ByteBuffer source, long offset) {
            size = Math.max(size, (int) offset + source.remaining());
            octets.put((int) offset, source, source.position(), source.remaining());
        }

        @Override
        public void truncate(long length) {
            size = (int) length;
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    }

    @Override
    public DiskFile create(String name) {
        return files.computeIfAbsent(name, _ -> new File());
    }

    @Override
    public DiskFile open(String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow();
    }

    @Override
    public void rename(String from, String to) {
        files.put(to, Optional.ofNullable(files.remove(from)).orElseThrow());
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public void force() {}

    @Override
    public Instant modified(String name) {
        return Instant.EPOCH;
    }

    @Override
    public Space space() {
        return new Space(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Override
    public Closeable lock() {
        return () -> {};
    }
}
