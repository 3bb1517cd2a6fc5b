package waypost.message;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A run of bytes somewhere: in memory, in a journal segment, behind a prefix. Readable by ranges, any number of times. */
public interface Octets {
    long length();

    /**
     * Hands the bytes {@code [offset, offset + length)} to the sink, in order, in slices of at most 128 KiB or, to one that {@link Sink#sends}, as extents.
     * Either is valid only during the call.
     */
    void read(long offset, long length, Sink sink) throws IOException;

    /** Takes slices in order. May block. */
    @FunctionalInterface
    interface Sink {
        void accept(ByteBuffer slice) throws IOException;

        /** Whether it takes extents as well. */
        default boolean sends() {
            return false;
        }

        /** Takes what lies in a file. */
        default void accept(Extent extent) throws IOException {
            throw new UnsupportedOperationException("takes slices only");
        }

        /** This sink, with something done before each piece. */
        default Sink behind(Step step) {
            Sink sink = this;
            return new Sink() {
                @Override
                public void accept(ByteBuffer slice) throws IOException {
                    step.take();
                    sink.accept(slice);
                }

                @Override
                public boolean sends() {
                    return sink.sends();
                }

                @Override
                public void accept(Extent extent) throws IOException {
                    step.take();
                    sink.accept(extent);
                }
            };
        }
    }

    /** Something that is done between pieces. */
    @FunctionalInterface
    interface Step {
        void take() throws IOException;
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
