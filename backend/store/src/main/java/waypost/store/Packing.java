package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Keeps the octets of a segment in frames, as they come. One thread. */
sealed interface Packing extends Closeable permits Frames.Writer, TrainedFrames {
    /** All that is in the buffer; only the last time may it end inside a frame. */
    void write(ByteBuffer octets) throws IOException;

    /** Writes what is left and the table; answers what has become of the octets. */
    SegmentHeader.Encoding finish() throws IOException;

    /** Gives memory back; not the file. */
    @Override
    void close();
}
