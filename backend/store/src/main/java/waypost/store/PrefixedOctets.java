package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import waypost.message.Octets;

/** Lines of ours before the bytes of a body. */
final class PrefixedOctets implements Octets {
    private final byte[] prefix;
    private final Octets body;

    PrefixedOctets(byte[] prefix, Octets body) {
        this.prefix = prefix;
        this.body = body;
    }

    @Override
    public long length() {
        return prefix.length + body.length();
    }

    @Override
    public void read(long offset, long length, Sink sink) throws IOException {
        long ofPrefix = Math.max(0, Math.min(length, prefix.length - offset));
        if (ofPrefix > 0) {
            sink.accept(ByteBuffer.wrap(prefix, (int) offset, (int) ofPrefix)
                    .slice()
                    .asReadOnlyBuffer());
        }
        if (length > ofPrefix) {
            body.read(offset + ofPrefix - prefix.length, length - ofPrefix, sink);
        }
    }
}
