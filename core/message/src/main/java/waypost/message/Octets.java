package waypost.message;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A run of bytes somewhere: in memory, in a journal segment, behind a prefix. Readable by ranges, any number of times. */
public interface Octets {
    long length();

    /**
     * Hands the bytes {@code [offset, offset + length)} to the sink, in order, in slices of at most 128 KiB. A slice is valid only during
     * the call.
     */
    void read(long offset, long length, Sink sink) throws IOException;

    /** Takes slices in order. May block. */
    @FunctionalInterface
    interface Sink {
        void accept(ByteBuffer slice) throws IOException;
    }

    static Octets of(byte[] bytes) {
        return new Octets() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void read(long offset, long length, Sink sink) throws IOException {
                sink.accept(ByteBuffer.wrap(bytes, Math.toIntExact(offset), Math.toIntExact(length))
                        .slice()
                        .asReadOnlyBuffer());
            }
        };
    }
}
