package waypost.store;

import com.github.luben.zstd.ZstdDictDecompress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A segment file whose contents are {@link Frames}, as it was before: who reads a range has only the frames decoded that it lies in. A frame that is broken
 * reads as zeros; what was in it has checksums of its own, and nobody takes anything without. Any thread.
 */
final class FramedFile implements Disk.DiskFile {
    private static final Logger log = LoggerFactory.getLogger(FramedFile.class);

    private static final int READERS = 8;
    private static final Queue<Frames.Reader> IDLE = new ConcurrentLinkedQueue<>();

    private final Disk.DiskFile file;
    private final String name;
    private final Frames.Table table;
    private final Optional<ZstdDictDecompress> dictionary;
    private final long size;

    /** The one that was read last: who reads on, or the head and then the record, finds it. */
    private final AtomicReference<Optional<Decoded>> last = new AtomicReference<>(Optional.empty());

    private record Decoded(int frame, byte[] octets) {}

    private FramedFile(
            Disk.DiskFile file, String name, Frames.Table table, Optional<ZstdDictDecompress> dictionary, long size) {
        this.file = file;
        this.name = name;
        this.table = table;
        this.dictionary = dictionary;
        this.size = size;
    }

    /**
     * @param file belongs to the result
     * @param size of what it holds, the header included
     */
    static FramedFile open(Disk.DiskFile file, String name, long size) throws IOException {
        return new FramedFile(file, name, Frames.Table.read(file, SegmentHeader.BYTES, name), Optional.empty(), size);
    }

    /** One with a dictionary. Without that nothing can be read. */
    static FramedFile trained(Disk.DiskFile file, String name, long size) throws IOException {
        Frames.Table table = Frames.Table.read(file, SegmentHeader.BYTES, name);
        byte[] octets = new byte[FrameDictionary.OCTETS];
        if (!read(file, table, 0, Optional.empty(), octets)) {
            throw new JournalDamaged(name + " has a broken dictionary");
        }
        return new FramedFile(file, name, table, Optional.of(new ZstdDictDecompress(octets)), size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(ByteBuffer target, long offset) throws IOException {
        long at = offset;
        while (target.hasRemaining() && at < size) {
            int count = (int) Math.min(target.remaining(), end(at) - at);
            if (at < SegmentHeader.BYTES) {
                file.read(target.slice(target.position(), count), at);
                target.position(target.position() + count);
            } else {
                target.put(decoded(frame(at)), (int) ((at - SegmentHeader.BYTES) % Frames.OCTETS), count);
            }
            at += count;
        }
    }

    private static int frame(long offset) {
        return (int) ((offset - SegmentHeader.BYTES) / Frames.OCTETS);
    }

    /** The end of the frame that an offset is in, or of the header. */
    private long end(long offset) {
        return offset < SegmentHeader.BYTES
                ? SegmentHeader.BYTES
                : Math.min(size, SegmentHeader.BYTES + (frame(offset) + 1L) * Frames.OCTETS);
    }

    /** What is decoded is never changed again: others may be copying from it. */
    private byte[] decoded(int frame) throws IOException {
        Optional<Decoded> known = last.get();
        if (known.isPresent() && known.get().frame() == frame) {
            return known.get().octets();
        }
        Decoded next = new Decoded(frame, decode(frame));
        last.set(Optional.of(next));
        return next.octets();
    }

    private byte[] decode(int frame) throws IOException {
        long begin = SegmentHeader.BYTES + (long) frame * Frames.OCTETS;
        byte[] octets = new byte[(int) (end(begin) - begin)];
        if (!read(file, table, dictionary.isPresent() ? frame + 1 : frame, dictionary, octets)) {
            log.error("event=frame-damaged segment={} frame={}", name, frame);
            Arrays.fill(octets, (byte) 0);
        }
        return octets;
    }

    private static boolean read(
            Disk.DiskFile file, Frames.Table table, int frame, Optional<ZstdDictDecompress> dictionary, byte[] octets)
            throws IOException {
        Frames.Reader reader = Optional.ofNullable(IDLE.poll()).orElseGet(Frames.Reader::new);
        try {
            return reader.read(file, table, frame, dictionary, octets);
        } finally {
            if (IDLE.size() < READERS) {
                IDLE.add(reader);
            } else {
                reader.close();
            }
        }
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
        throw new IOException(name + " is not written to any more");
    }

    @Override
    public void truncate(long length) throws IOException {
        throw new IOException(name + " is not cut any more");
    }

    @Override
    public void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        dictionary.ifPresent(ZstdDictDecompress::close);
        file.close();
    }
}
