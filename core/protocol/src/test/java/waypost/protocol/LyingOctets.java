package waypost.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import waypost.message.Extent;
import waypost.message.Octets;

/** Octets as if they lay in a file: who sends gets them as one extent, all others in slices. */
public record LyingOctets(Octets octets) implements Octets {
    @Override
    public long length() {
        return octets.length();
    }

    @Override
    public void read(long offset, long length, Sink sink) throws IOException {
        if (sink.sends()) {
            sink.accept(new Lying(octets, offset, length));
        } else {
            octets.read(offset, length, sink);
        }
    }

    private record Lying(Octets octets, long offset, long length) implements Extent {
        @Override
        public FileChannel file() {
            throw new UnsupportedOperationException("there is none");
        }

        @Override
        public ByteBuffer end(int count) throws IOException {
            ByteBuffer end = ByteBuffer.allocate((int) Math.min(count, length));
            octets.read(offset + length - end.capacity(), end.capacity(), end::put);
            return end.flip();
        }

        @Override
        public Lease lease() {
            return () -> {};
        }
    }
}
