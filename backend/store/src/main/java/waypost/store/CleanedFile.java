package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The file that is to take the place of one segment or of several adjoining ones, while it is filled. One thread. */
final class CleanedFile implements Closeable {
    static final String NAME = "cleaning";

    /** Written and synced at once, so that a commit never waits for more. */
    private static final int CHUNK = 2 << 20;

    private static final byte[] PADDING = new byte[8];

    private final Disk disk;
    private final Disk.DiskFile file;
    private final Pace pace;
    private final Optional<Packing> frames;
    private final ByteBuffer chunk;
    private final SegmentTable table = new SegmentTable();
    private long written = SegmentHeader.BYTES;
    private long mark;
    private long incarnation;
    private long runBegin;
    private long runEnd;
    private boolean named;

    private CleanedFile(Disk disk, Disk.DiskFile file, Pace pace, Optional<Packing> frames, ByteBuffer chunk) {
        this.disk = disk;
        this.file = file;
        this.pace = pace;
        this.frames = frames;
        this.chunk = chunk;
    }

    /** @param octets that it will have, at most */
    static CleanedFile begin(Disk disk, SegmentHeader.Encoding encoding, long octets, Pace pace) throws IOException {
        if (disk.list().contains(NAME)) {
            disk.delete(NAME);
        }
        Disk.DiskFile file = disk.create(NAME);
        Optional<Packing> frames = switch (encoding) {
            case PLAIN -> Optional.empty();
            case ZSTD -> Optional.of(new Frames.Writer(file, SegmentHeader.BYTES));
            case TRAINED -> Optional.of(new TrainedFrames(file, SegmentHeader.BYTES, octets));
        };
        int whole = (int) Math.min(CHUNK, Frames.whole(octets));
        return new CleanedFile(disk, file, pace, frames, ByteBuffer.allocateDirect(whole));
    }

    /** What is left of a group; nothing, if no record is. */
    void group(GroupHead head, List<Optional<ByteBuffer>> left) throws IOException {
        if (left.stream().allMatch(Optional::isEmpty)) {
            run(head, head.entry(), head.entry());
            return;
        }
        endRun();
        table.add(head.entry(), end());
        put(head.reduced(left));
        for (Optional<ByteBuffer> record : left) {
            if (record.isPresent()) {
                put(record.get());
            }
        }
        align();
        incarnation = head.incarnation();
    }

    /**
     * Entries of which nothing is left.
     *
     * @param head of the last of them
     */
    void run(GroupHead head, long from, long through) throws IOException {
        run(head.mark(), head.incarnation(), from, through);
    }

    void run(long volumeMark, long latest, long from, long through) throws IOException {
        boolean goesOn = runEnd > 0 && through - runBegin < Integer.MAX_VALUE;
        if (!goesOn) {
            endRun();
            runBegin = from;
        }
        runEnd = through;
        mark = volumeMark;
        incarnation = latest;
    }

    private void endRun() throws IOException {
        if (runEnd == 0) {
            return;
        }
        table.add(runBegin, end());
        put(GroupHead.run(mark, incarnation, runEnd, (int) (runEnd - runBegin + 1)));
        runEnd = 0;
    }

    /**
     * Ends it, durably; it still has no segment's name. Answers its length.
     *
     * @param of the header of the first segment that it stands for
     * @param last the last entry that it accounts for
     * @param through and the one up to which nothing needless is in it
     */
    long finish(SegmentHeader of, long last, long through, Instant sealed) throws IOException {
        endRun();
        put(new SegmentFooter(table, last, end()).bytes());
        flush();
        SegmentHeader.Encoding encoding = frames.isPresent() ? frames.get().finish() : SegmentHeader.Encoding.PLAIN;
        var cleaned = new SegmentHeader.Cleaned(last, through, sealed, encoding, written);
        new SegmentHeader(of.volume(), of.first(), of.incarnation(), Optional.of(cleaned)).write(file);
        file.force();
        return file.size();
    }

    private long end() {
        return written + chunk.position();
    }

    private void align() throws IOException {
        int over = (int) (GroupHead.next(end(), 0) - end());
        put(ByteBuffer.wrap(PADDING, 0, over));
    }

    private void put(ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            if (!chunk.hasRemaining()) {
                flush();
            }
            int count = Math.min(chunk.remaining(), rest.remaining());
            chunk.put(rest.slice(rest.position(), count));
            rest.position(rest.position() + count);
        }
    }

    private void flush() throws IOException {
        chunk.flip();
        int count = chunk.remaining();
        if (count > 0) {
            if (frames.isPresent()) {
                frames.get().write(chunk);
            } else {
                file.write(chunk, written);
            }
            file.force();
            pace.spend(count);
        }
        written += count;
        chunk.clear();
    }

    /** Takes the place of a segment, durably. */
    void rename(String name) throws IOException {
        named = true;
        disk.rename(NAME, name);
        disk.force();
    }

    /** It goes, if it has no other name: its space is needed. */
    @Override
    public void close() throws IOException {
        frames.ifPresent(Packing::close);
        file.close();
        if (!named) {
            disk.delete(NAME);
        }
    }
}
