package waypost.message;

import java.io.IOException;
import java.nio.ByteBuffer;

/** 7bit, 8bit and binary: the body as it is. */
final class IdentityDecoder implements TransferDecoder {
    @Override
    public void decode(ByteBuffer in, Octets.Sink out) throws IOException {
        if (in.hasRemaining()) {
            out.accept(in.slice());
            in.position(in.limit());
        }
    }

    @Override
    public void finish(Octets.Sink out) {}
}
