package waypost.protocol;

import java.nio.ByteBuffer;

/** What a blocking session keeps of bytes that it could not use yet: the beginning of a line, bounded by the session's line limit. */
public final class Remainder {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private ByteBuffer kept = NOTHING;

    public boolean isEmpty() {
        return !kept.hasRemaining();
    }

    /** What was kept, followed by what came. */
    public ByteBuffer join(ByteBuffer in) {
        if (!kept.hasRemaining()) {
            return in;
        }
        ByteBuffer joined = ByteBuffer.allocate(kept.remaining() + in.remaining());
        joined.put(kept).put(in).flip();
        kept = NOTHING;
        return joined;
    }

    /** Keeps a copy of what remains, and takes it. */
    public void keep(ByteBuffer rest) {
        kept = rest.hasRemaining()
                ? ByteBuffer.allocate(rest.remaining()).put(rest).flip()
                : NOTHING;
    }
}
