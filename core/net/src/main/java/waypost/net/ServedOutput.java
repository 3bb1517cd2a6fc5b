package waypost.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
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
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable ByteBuf collected;

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
    public void flush() throws IOException {
        handOver();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which the next one sees
    private void handOver() throws IOException {
        awaitWritable();
        ByteBuf full = collected;
        collected = null;
        if (full != null) {
            wire.metrics().sent(full.readableBytes());
            wire.moved();
            channel.writeAndFlush(full);
        }
    }

    private void awaitWritable() throws IOException {
        lock.lock();
        try {
            while (channel.isActive() && !channel.isWritable()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (!channel.isActive()) {
            throw new IOException("connection closed");
        }
        if (wire.deaf()) {
            throw new IOException("connection closing");
        }
    }

    void writabilityChanged() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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
        ByteBuf rest = collected;
        collected = null;
        if (rest != null) {
            rest.release();
        }
    }
}
