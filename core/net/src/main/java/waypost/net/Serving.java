package waypost.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.protocol.ServedSession;

/**
 * The mode of a wire whose session is blocking code. The loop queues events; one virtual thread starts with the first and ends when none is
 * left, so an idle session owns neither a thread nor a buffer. The session is never interrupted: closing the socket ends it. Next, if the
 * session releases its client: a {@link Reading} again.
 */
final class Serving extends ChannelInboundHandlerAdapter implements Mode {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.net");

    private final ChannelWire wire;
    private final ServedSession session;
    private final WireHandler next;
    private final ServedQueue queue;
    private final ServedOutput output;

    /** @param next whose the wire is when the session has released it */
    Serving(ChannelWire wire, ServedSession session, WireHandler next) {
        this.wire = wire;
        this.session = session;
        this.next = next;
        this.queue = new ServedQueue(wire::read, this::start);
        this.output = new ServedOutput(wire);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        queue.open();
        if (wire.inputEnded()) {
            queue.inputEnded();
        }
        if (!wire.open()) {
            gone("closed");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        wire.moved();
        wire.metrics().received(in.readableBytes());
        if (wire.deaf() || !in.isReadable()) {
            in.release();
        } else {
            queue.add(in);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        wire.moved();
        output.writabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (InputEnd.is(event)) {
            wire.endInput();
            queue.inputEnded();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        wire.close(Failures.text(cause));
    }

    @Override
    public void gone(String why) {
        output.writabilityChanged();
        queue.gone();
    }

    @Override
    public void shutdown() {
        queue.stop();
    }

    @Override
    public void revoked() {
        wire.closeWithin(NetLimits.REVOKED);
        queue.revoke();
    }

    @Override
    public void idle() {
        wire.close("idle");
    }

    private void start() {
        Thread.ofVirtual().name("session-" + wire.session()).start(this::run);
    }

    /** One burst of events. */
    private void run() {
        try {
            boolean more = true;
            while (more) {
                more = handle(queue.next());
            }
        } catch (IOException broken) {
            end(wire.open() ? Failures.text(broken) : "peer closed");
        } catch (RuntimeException | Error bug) {
            LOG.error("session failed {}", wire, bug);
            end("error in the session");
        }
    }

    /** Returns whether the thread goes on. */
    private boolean handle(ServedQueue.Event event) throws IOException {
        switch (event) {
            case ServedQueue.Opened _ -> session.opened(output, queue::wake);
            case ServedQueue.Bytes(var chunk) -> {
                return give(chunk);
            }
            case ServedQueue.Woken _ -> session.woken(output);
            case ServedQueue.InputEnded _ -> output.close();
            case ServedQueue.Stopping _ -> {
                if (session.shutdown(output)) {
                    output.close();
                }
            }
            case ServedQueue.Revoked _ -> {
                session.revoked(output);
                output.close();
            }
            case ServedQueue.Quiet _ -> {
                output.flush();
                return !queue.rest();
            }
            case ServedQueue.Gone _ -> {
                end("peer closed");
                return false;
            }
            case ServedQueue.Ended _ -> {
                return false;
            }
        }
        return true;
    }

    private boolean give(ByteBuf chunk) throws IOException {
        try {
            ByteBuffer view = chunk.nioBuffer();
            session.received(view, output);
            if (session.released()) {
                output.flush();
                release(chunk.retainedSlice(chunk.writerIndex() - view.remaining(), view.remaining()));
                return false;
            }
            if (view.hasRemaining()) {
                throw new IllegalStateException("the session left " + view.remaining() + " bytes");
            }
            return true;
        } finally {
            chunk.release();
        }
    }

    /** The session is over before anybody hears more of its client. */
    private void release(ByteBuf rest) {
        close();
        LOG.info("event=served-session-end {} why=\"released\"", wire);
        wire.loop().execute(() -> {
            List<ByteBuf> left = new ArrayList<>(List.of(rest));
            left.addAll(queue.surrender());
            if (wire.open()) {
                Reading reading = new Reading(wire, next, true);
                wire.replace(reading);
                reading.takeOver(left);
                wire.read(true);
            } else {
                left.forEach(ByteBuf::release);
            }
        });
    }

    private void end(String why) {
        if (!queue.end()) {
            return;
        }
        wire.close(why);
        output.discard();
        close();
        LOG.info("event=served-session-end {} why=\"{}\"", wire, wire.why());
    }

    private void close() {
        try {
            session.closed();
        } catch (RuntimeException bug) {
            LOG.error("session failed while closing {}", wire, bug);
        }
    }
}
