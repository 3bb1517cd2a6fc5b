package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import waypost.message.Extent;

/** What is wanted of a record in a segment that its reader has leased. */
record JournalExtent(Segments segments, Segment segment, FileChannel file, long offset, long length) implements Extent {
    @Override
    public ByteBuffer end(int count) throws IOException {
        ByteBuffer end = ByteBuffer.allocate((int) Math.min(count, length));
        segment.file().read(end, offset + length - end.capacity());
        return end.flip();
    }

    @Override
    public Lease lease() {
        return segments.leaseAgain(segment);
    }
}
