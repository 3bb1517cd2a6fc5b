package waypost.net;

import io.netty.channel.DefaultFileRegion;
import io.netty.channel.DefaultMessageSizeEstimator;
import io.netty.channel.FileRegion;
import io.netty.channel.MessageSizeEstimator;
import waypost.message.Extent;

/** A piece of an extent on its way to a socket, by the kernel. It has a lease until it has left or is dropped with its channel. */
final class FileSlice extends DefaultFileRegion {
    /** Netty's own takes what lies in a file for nothing, and a channel with any amount of it for writable. */
    static final MessageSizeEstimator SIZES = new Sizes();

    private final Extent.Lease lease;

    /** @param at in the extent */
    FileSlice(Extent extent, long at, long count) {
        super(extent.file(), extent.offset() + at, count);
        lease = extent.lease();
    }

    /** The file is the lessor's. */
    @Override
    protected void deallocate() {
        lease.close();
    }

    private record Sizes() implements MessageSizeEstimator {
        @Override
        public Handle newHandle() {
            Handle others = DefaultMessageSizeEstimator.DEFAULT.newHandle();
            return message ->
                    message instanceof FileRegion region ? Math.toIntExact(region.count()) : others.size(message);
        }
    }
}
