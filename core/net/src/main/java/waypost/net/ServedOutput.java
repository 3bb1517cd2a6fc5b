package waypost.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import waypost.message.Extent;
import waypost.message.Octets;
import waypost.protocol.Output;

/**
 * Where a served session writes. Collects small writes in a pooled direct buffer and hands it to the channel when it is full or flushed;
 * while the channel is not writable ({@link NetLimits#WRITE_BOUND}) the session's virtual thread waits. On that thread, but for
 * {@link #writabilityChanged}.
 */
final class ServedOutput implements Output {
    /** A buffer for lines. */
    private static final int SMALL = 16 * 1024;

    /** The slices in which bodies are read. */
    private static final int LARGE = 128 * 1024;

    private final ChannelWire wire;
    private final Channel channel;
    private @Nullable ByteBuf collected;
    private volatile @Nullable Thread waiting;

    ServedOutput(ChannelWire wire) {
        this.wire = wire;
        this.channel = wire.channel();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            ByteBuf room = room(bytes.remaining());
            int length = Math.min(bytes.remaining(), room.writableBytes());
            room.writeBytes(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
        }
    }

    /** A buffer with room; the one before is on its way when this returns. */
    private ByteBuf room(int wanted) throws IOException {
        ByteBuf present = collected;
        if (present != null && present.isWritable()) {
            return present;
        }
        handOver();
        int size = Math.clamp(wanted, SMALL, LARGE);
        ByteBuf fresh = channel.alloc().directBuffer(size, size);
        collected = fresh;
        return fresh;
    }

    @Override
    public Octets.Sink sink() {
        return new Plain();
    }

    /** What lies in files goes from there, where nothing has to be made of the octets on their way and the channel is a socket. */
    private final class Plain implements Octets.Sink {
        private final boolean sends =
                channel instanceof SocketChannel && channel.pipeline().get(SslHandler.class) == null;

        @Override
        public void accept(ByteBuffer slice) throws IOException {
            write(slice);
        }

        @Override
        public boolean sends() {
            return sends;
        }

        /** In the slices that it would be read in, so that as much waits at a time. */
        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public void accept(Extent extent) throws IOException {
            for (long at = 0; at < extent.length(); at += LARGE) {
                awaitWritable();
                collected().ifPresent(before -> count(before.readableBytes()).write(before));
                long count = Math.min(LARGE, extent.length() - at);
                count(count).writeAndFlush(new FileSlice(extent, at, count));
            }
        }
    }

    @Override
    public void flush() throws IOException {
        handOver();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which the next one sees
    private void handOver() throws IOException {
        awaitWritable();
        collected().ifPresent(full -> count(full.readableBytes()).writeAndFlush(full));
    }

    /** What waits here; the caller's from now on. */
    private Optional<ByteBuf> collected() {
        ByteBuf full = collected;
        collected = null;
        return Optional.ofNullable(full);
    }

    /** The channel, to which so many octets go now. */
    private Channel count(long octets) {
        wire.metrics().sent(octets);
        wire.moved();
        return channel;
    }

    private void awaitWritable() throws IOException {
        if (channel.isActive() && !channel.isWritable()) {
            waiting = Thread.currentThread(); // before it looks: who changes that wakes it from then on
            while (channel.isActive() && !channel.isWritable()) {
                LockSupport.park(this);
            }
            waiting = null;
        }
        if (!channel.isActive()) {
            throw new IOException("connection closed");
        }
        if (wire.deaf()) {
            throw new IOException("connection closing");
        }
    }

    void writabilityChanged() {
        LockSupport.unpark(waiting);
    }

    @Override
    public void close() {
        try {
            flush();
        } catch (IOException gone) {
            wire.close(Failures.text(gone));
            return;
        }
        wire.loop().execute(() -> wire.closeAfterFlush("closed"));
    }

    void discard() {
        collected().ifPresent(ByteBuf::release);
    }
}
