package waypost.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One end of a {@link Relay}: passes what it receives to the other wire, in the buffers it came in. On the loop of both. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which both ends hear of
final class RelayEnd extends ChannelInboundHandlerAdapter implements Mode {
    private final Relay relay;
    private final ChannelWire mine;
    private final ChannelWire other;
    private final AtomicLong received;
    private final @Nullable ReturnWatch watch;
    private boolean passedEnd;
    private boolean dropping;
    private byte last = '\n';
    private boolean gone;

    /** @param watch looks for the end of what comes from this side, if it may give the other back */
    RelayEnd(Relay relay, ChannelWire mine, ChannelWire other, AtomicLong received, @Nullable ReturnWatch watch) {
        this.relay = relay;
        this.mine = mine;
        this.other = other;
        this.received = received;
        this.watch = watch;
    }

    /** Reads on, and acts on what happened before this end was in place. */
    void begin() {
        other.flush();
        throttle();
        if (!mine.open()) {
            gone("closed");
        } else if (mine.inputEnded()) {
            passEnd();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (mine.deaf() || dropping || !in.isReadable()) {
            in.release();
            return;
        }
        int bytes = in.readableBytes();
        last = in.getByte(in.writerIndex() - 1);
        received.addAndGet(bytes);
        mine.metrics().received(bytes);
        relay.passed(this);
        moved();
        ReturnWatch watching = watch;
        boolean givenBack = watching != null && watching.said(in);
        Channel target = other.channel();
        target.write(in, target.voidPromise());
        if (watching != null && givenBack) {
            relay.takeBack(other, mine, watching);
        } else if (!target.isWritable()) {
            target.flush();
            throttle();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        other.flush();
        throttle();
    }

    /** This end takes bytes again, or no more: the other is read accordingly. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        moved();
        other.read(mine.writable());
    }

    private void throttle() {
        mine.read(other.writable());
    }

    /** One idle watch, on the client's wire, serves both; the node's is off, so it costs nothing to tell it too. */
    private void moved() {
        mine.moved();
        other.moved();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (InputEnd.is(event)) {
            mine.endInput();
            passEnd();
        }
    }

    /** The peer of this end sends no more: says so to the other, behind all bytes; the way back stays open for a while. */
    private void passEnd() {
        if (passedEnd) {
            return;
        }
        passedEnd = true;
        if (relay.revoked() && !dropping) {
            farewell();
        } else if (other.inputEnded()) {
            mine.closeAfterFlush("both sides ended");
            other.closeAfterFlush("both sides ended");
        } else {
            mine.idleAfter(Relay.HALF_OPEN);
            other.channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
                other.closeAtEnd();
                other.shutdownOutput();
            });
        }
    }

    /**
     * The log-in of this end's client is good no more. The node is told that the client has ended: so it finishes what it is doing, and it alone
     * knows where its last answer ends. One that does not end soon is cut off.
     */
    @Override
    public void revoked() {
        dropping = true;
        relay.revoke();
        passEnd();
        mine.closeWithin(NetLimits.REVOKED);
    }

    /** The node, whose end this is, has said its last. What is compressed has no line ends, and nobody else's words. */
    private void farewell() {
        if (last == '\n') {
            relay.farewell(other);
        }
        other.closeAfterFlush("log-in revoked");
        mine.closeAfterFlush("log-in revoked");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        mine.close(Failures.text(cause));
    }

    @Override
    public void gone(String why) {
        if (!gone) {
            gone = true;
            if (relay.revoked() && !dropping) {
                farewell();
            }
            other.closeAfterFlush("other side: " + why);
            relay.closedOne();
        }
    }

    @Override
    public void shutdown() {
        relay.endWhenQuiet(this, mine);
    }

    @Override
    public void idle() {
        mine.close("idle");
        other.close("idle");
    }
}
