package waypost.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import waypost.message.Extent;
import waypost.message.Octets;

/** An output that sends what lies in files, and counts it. */
public final class SendingOutput implements Output {
    private final Output out;
    private long sent;

    /** @param out what is sent arrives here as well */
    public SendingOutput(Output out) {
        this.out = out;
    }

    /** Octets that nobody has read. */
    public long sent() {
        return sent;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        out.write(bytes);
    }

    @Override
    public Octets.Sink sink() {
        return new Octets.Sink() {
            @Override
            public void accept(ByteBuffer slice) throws IOException {
                write(slice);
            }

            @Override
            public boolean sends() {
                return true;
            }

            @Override
            public void accept(Extent extent) throws IOException {
                sent += extent.length();
                write(extent.end((int) extent.length()));
            }
        };
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() {
        out.close();
    }
}
