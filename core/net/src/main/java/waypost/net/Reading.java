package waypost.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.LogText;
import waypost.protocol.ServedSession;

/**
 * The mode of a wire that a {@link WireHandler} reads: keeps the bytes that the handler leaves, and holds back what comes while it pauses,
 * reading no more when the limit is reached. Taken out of the pipeline, it gives them, unchanged, to the mode behind it. On the wire's loop; holds no buffer while nothing is left.
 *
 * <p>A handler may ask for a change (another handler, TLS, a relay) in the middle of a call. The change is made when the call is over and
 * the bytes it consumed are gone.
 */
final class Reading extends ChannelInboundHandlerAdapter implements Mode {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.net");

    private final ChannelWire wire;
    private final Queue<Runnable> changes = new ArrayDeque<>();
    private WireHandler handler;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private int limit = NetLimits.UNREAD;
    private boolean encrypted;
    private boolean standing;
    private boolean paused;
    private boolean busy;
    private boolean again;
    private boolean replaced;

    Reading(ChannelWire wire, WireHandler handler, boolean encrypted) {
        this.wire = wire;
        this.handler = handler;
        this.encrypted = encrypted;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!encrypted) {
            stand();
        }
    }

    /** The wire stands: tells the handler, once. */
    void stand() {
        change(() -> {
            if (!standing && wire.open()) {
                standing = true;
                again = true;
                handler.connected(wire);
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        wire.moved();
        wire.metrics().received(in.readableBytes());
        if (wire.deaf()) {
            in.release();
            return;
        }
        unread = joined(unread, in);
        again = true;
        turn();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        wire.moved();
        change(() -> {
            if (standing) {
                handler.writabilityChanged(wire);
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent handshake
            when handshake.isSuccess() -> {
                wire.peer(wire.peer().with(facts(context.pipeline().get(SslHandler.class))));
                stand();
            }
            case SslHandshakeCompletionEvent handshake -> {
                wire.metrics().handshakeFailed();
                if (context.pipeline().get(SslHandler.class) instanceof UserCertificates) {
                    notBelieved(UserCertificates.why(handshake.cause()));
                }
                wire.close("TLS handshake: " + Failures.text(handshake.cause()));
            }
            default -> {
                if (InputEnd.is(event)) {
                    change(this::ended); // first: a wire whose output has ended closes with its input
                    wire.endInput();
                    turn();
                }
            }
        }
    }

    private Peer.TlsFacts facts(SslHandler tls) {
        SSLSession session = tls.engine().getSession();
        if (!(tls instanceof UserCertificates users)) {
            return TlsNames.facts(session);
        }
        return switch (users.found()) {
            case UserCertificates.Found.User(var certificate) -> TlsNames.facts(session, Optional.of(certificate));
            case UserCertificates.Found.None() -> TlsNames.facts(session, Optional.empty());
            case UserCertificates.Found.Unbelieved(var why) -> {
                notBelieved(why);
                yield TlsNames.facts(session, Optional.empty());
            }
        };
    }

    private void notBelieved(String why) {
        LOG.info("event=user-certificate-refused {} why=\"{}\"", wire, LogText.of(why));
    }

    private void ended() {
        if (standing && wire.open() && !wire.speaking()) {
            handler.ended(wire);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        wire.close(Failures.text(cause));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ByteBuf rest = unread;
        unread = Unpooled.EMPTY_BUFFER;
        if (replaced && rest.isReadable()) {
            context.fireChannelRead(rest);
            context.fireChannelReadComplete();
        } else {
            rest.release();
        }
        replaced = true;
    }

    @Override
    public void gone(String why) {
        change(() -> {
            standing = false;
            handler.closed(wire, why);
        });
    }

    @Override
    public void shutdown() {
        change(() -> handler.shutdown(wire));
    }

    @Override
    public void revoked() {
        change(() -> handler.revoked(wire));
    }

    @Override
    public void idle() {
        change(() -> handler.idle(wire));
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        again = true;
        wire.read(true);
        turn();
    }

    void limit(int bytes) {
        limit = bytes;
    }

    WireHandler handler() {
        return handler;
    }

    void handler(WireHandler next) {
        change(() -> {
            handler = next;
            again = true;
            if (standing) {
                next.connected(wire);
            }
        });
    }

    void startTls(WireHandler next, Supplier<? extends ChannelHandler> tls) {
        change(() -> {
            handler = next;
            if (unread.isReadable()) {
                wire.close("bytes in clear behind STARTTLS");
                return;
            }
            standing = false;
            encrypted = true;
            paused = false;
            wire.flush();
            wire.channel().pipeline().addFirst(tls.get());
            wire.read(true);
        });
    }

    void serve(ServedSession session, Duration idle, WireHandler next) {
        change(() -> {
            wire.mode(new Serving(wire, session, next));
            remove();
            wire.idleAfter(idle);
            wire.read(true);
        });
    }

    /** Begins on a wire that stood before, with bytes that came ahead of those that have come to this mode. */
    void takeOver(Iterable<ByteBuf> left) {
        ByteBuf all = Unpooled.EMPTY_BUFFER;
        for (ByteBuf chunk : left) {
            all = joined(all, chunk);
        }
        unread = joined(all, unread);
        change(() -> {
            standing = true;
            handler.connected(wire);
            again = true;
        });
    }

    private ByteBuf joined(ByteBuf bytes, ByteBuf more) {
        return ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(wire.channel().alloc(), bytes, more);
    }

    /** Whether the handler has the wire. */
    boolean stands() {
        return standing;
    }

    /** Leaves the pipeline, which passes on the bytes left to the mode behind. Only inside a change. */
    void remove() {
        if (!replaced) {
            replaced = true;
            wire.channel().pipeline().remove(this);
        }
    }

    void change(Runnable change) {
        changes.add(change);
        turn();
    }

    /** Gives bytes and makes changes until neither is left to do. */
    private void turn() {
        if (busy) {
            return;
        }
        busy = true;
        try {
            while (!changes.isEmpty() || again) {
                Runnable next = changes.poll();
                if (next != null) {
                    next.run();
                } else {
                    again = false;
                    give();
                }
            }
        } catch (RuntimeException bug) {
            LOG.error("session failed {}", wire, bug);
            wire.close("error in the session");
        } finally {
            busy = false;
        }
        settle();
    }

    private void give() {
        if (!standing || paused || replaced || wire.deaf() || !unread.isReadable()) {
            return;
        }
        ByteBuffer view = unread.nioBuffer();
        int end = unread.writerIndex();
        try {
            handler.received(wire, view);
        } finally {
            unread.readerIndex(end - view.remaining());
        }
    }

    private void settle() {
        if (replaced) {
            return;
        }
        if (!unread.isReadable()) {
            unread.release();
            unread = Unpooled.EMPTY_BUFFER;
        }
        if (!standing || wire.deaf()) {
            return;
        }
        if (unread.readableBytes() > limit) {
            wire.read(false);
            if (!paused) {
                pause();
                change(() -> handler.overflow(wire));
            }
        } else if (!paused && wire.inputEnded()) {
            wire.closeAfterFlush("peer closed");
        }
    }
}
