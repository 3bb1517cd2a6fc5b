package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Frames with a {@link FrameDictionary} of the first octets that are written, if it saves more than it takes. It has nothing but octets of the segment that it is
 * in: what is erased from that is erased. One thread.
 */
final class TrainedFrames implements Packing {
    private final Disk.DiskFile file;
    private final long begin;
    private final ByteBuffer first;
    private Optional<Frames.Writer> writer = Optional.empty();

    /**
     * @param begin where in the file
     * @param octets that will come, at most
     */
    TrainedFrames(Disk.DiskFile file, long begin, long octets) {
        this.file = file;
        this.begin = begin;
        this.first = ByteBuffer.allocate((int) Math.min(FrameDictionary.LEARNED, Frames.whole(octets)));
    }

    @Override
    public void write(ByteBuffer octets) throws IOException {
        if (writer.isEmpty()) {
            int count = Math.min(first.remaining(), octets.remaining());
            first.put(octets.slice(octets.position(), count));
            octets.position(octets.position() + count);
            if (first.hasRemaining()) {
                return;
            }
            begin();
        }
        writer.get().write(octets);
    }

    private Frames.Writer begin() throws IOException {
        byte[] dictionary = FrameDictionary.of(first.array(), first.position());
        Frames.Writer begun = Frames.saves(dictionary, first.array(), first.position())
                ? new Frames.Writer(file, begin, dictionary)
                : new Frames.Writer(file, begin);
        writer = Optional.of(begun);
        begun.write(first.flip());
        return begun;
    }

    @Override
    public SegmentHeader.Encoding finish() throws IOException {
        return (writer.isPresent() ? writer.get() : begin()).finish();
    }

    @Override
    public void close() {
        writer.ifPresent(Frames.Writer::close);
    }
}
