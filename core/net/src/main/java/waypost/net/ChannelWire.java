package waypost.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;

/** A wire on a Netty channel. The bytes go to its {@link Mode}; this class writes, keeps time and closes. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which everybody hears of
final class ChannelWire implements Wire {
    private final Channel channel;
    private final String session;
    private final NetMetrics.Service metrics;
    private final Output output = new WireOutput(this);
    private final IdleWatch idle;
    private volatile Peer peer;
    private volatile @Nullable String why;
    private volatile boolean deaf;
    private @Nullable Mode mode;
    private @Nullable Permit login;
    private @Nullable ClientTls byCommand;
    private volatile boolean inputEnded;
    private boolean outputEnded;
    private boolean stopping;
    private boolean gone;

    ChannelWire(Channel channel, String session, Peer peer, NetMetrics.Service metrics) {
        this.channel = channel;
        this.session = session;
        this.peer = peer;
        this.metrics = metrics;
        this.idle = new IdleWatch(this);
        channel.closeFuture().addListener(closed -> channel.eventLoop().execute(this::gone));
    }

    /** What {@link #startTls(WireHandler)} is to begin. Before the wire stands. */
    void mayStartTls(Optional<ClientTls> tls) {
        byCommand = tls.orElse(null);
    }

    Channel channel() {
        return channel;
    }

    NetMetrics.Service metrics() {
        return metrics;
    }

    void peer(Peer next) {
        peer = next;
    }

    /** Puts the first session at the end of the pipeline. It stands when the channel is active and TLS, if any, is ready. */
    Reading begin(WireHandler handler, @Nullable ChannelHandler tls) {
        Reading reading = new Reading(this, handler, tls != null);
        if (tls != null) {
            channel.pipeline().addLast(tls);
        }
        mode(reading);
        return reading;
    }

    /** Puts a mode at the end of the pipeline. What it follows is taken out by itself. */
    void mode(Mode next) {
        mode = next;
        channel.pipeline().addLast(next);
        if (stopping) {
            next.shutdown();
        }
    }

    /** Puts a mode in the place of the present one. While the wire is open. */
    void replace(Mode next) {
        ChannelHandler former = channel.pipeline().last();
        mode(next);
        channel.pipeline().remove(former);
    }

    private void gone() {
        idle.after(Duration.ZERO);
        gone = true;
        if (mode != null) {
            mode.gone(why());
        }
        behind(null);
    }

    @Override
    public void behind(@Nullable Permit next) {
        Permit former = login;
        login = gone ? null : next;
        if (former != null) {
            former.over();
        }
        if (gone && next != null) {
            next.over();
        }
    }

    @Override
    public void revoke(Permit which) {
        loop().execute(() -> {
            if (login == which && mode != null) {
                metrics.login("revoked");
                mode.revoked();
            }
        });
    }

    /** The listener stops. */
    void shutdown() {
        stopping = true;
        if (mode != null) {
            mode.shutdown();
        }
    }

    void idled() {
        if (mode != null) {
            mode.idle();
        }
    }

    /** Why it was closed; for the log. */
    String why() {
        String reason = why;
        return reason == null ? "peer closed" : reason;
    }

    /** Something was sent or received. Any thread. */
    void moved() {
        idle.moved();
    }

    /** Whether received bytes are to be dropped: last words are on their way. */
    boolean deaf() {
        return deaf;
    }

    /** Whether last words are still on their way: who ends now has not read them. */
    boolean speaking() {
        return deaf && !outputEnded;
    }

    /** The peer will send no more. */
    void endInput() {
        inputEnded = true;
        if (outputEnded) {
            close("closed");
        }
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /** Reads on, or no more for now. What has ended is not read again. Any thread. */
    void read(boolean on) {
        channel.config().setAutoRead(on && !inputEnded);
    }

    /** The mode before a hand-over. */
    Reading reading() {
        if (mode instanceof Reading reading) {
            return reading;
        }
        throw new IllegalStateException("the wire was handed over already");
    }

    /** Runs when the handler's present call is over and what it consumed is gone, with the handler that then stands. */
    void change(Runnable change) {
        reading().change(change);
    }

    @Override
    public String session() {
        return session;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Executor loop() {
        return channel.eventLoop();
    }

    @Override
    public boolean open() {
        return channel.isOpen();
    }

    @Override
    public void write(ByteBuffer bytes) {
        ByteBuf copy = channel.alloc().directBuffer(bytes.remaining());
        metrics.sent(bytes.remaining());
        channel.write(copy.writeBytes(bytes), channel.voidPromise());
        moved();
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public Output output() {
        return output;
    }

    @Override
    public void pauseReading() {
        reading().pause();
    }

    @Override
    public void resumeReading() {
        reading().resume();
    }

    @Override
    public void limit(int bytes) {
        reading().limit(bytes);
    }

    @Override
    public void idleAfter(Duration time) {
        idle.after(time);
    }

    @Override
    public void handler(WireHandler next) {
        reading().handler(next);
    }

    @Override
    public void startTls(ServerTls tls, WireHandler next) {
        reading().startTls(next, () -> tls.handler(channel.alloc()));
    }

    @Override
    public void startTls(WireHandler next) {
        ClientTls tls = byCommand;
        if (tls == null) {
            throw new IllegalStateException("was not dialled for STARTTLS");
        }
        reading().startTls(next, () -> tls.handler(channel.alloc()));
    }

    @Override
    public void serve(ServedSession served, Duration idleTime) {
        serve(served, idleTime, reading().handler());
    }

    @Override
    public void serve(ServedSession served, Duration idleTime, WireHandler next) {
        reading().serve(served, idleTime, next);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        ScheduledFuture<?> future = channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void later(Duration delay, Runnable task) {
        ScheduledFuture<?> future = channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        ChannelFutureListener gone = closed -> future.cancel(false);
        channel.closeFuture().addListener(gone);
        future.addListener(over -> channel.closeFuture().removeListener(gone));
    }

    @Override
    public void close(String reason) {
        if (why == null) {
            why = reason;
        }
        channel.close();
    }

    @Override
    public void closeAfterFlush(String reason) {
        if (deaf || !channel.isOpen()) {
            return;
        }
        deaf = true;
        if (why == null) {
            why = reason;
        }
        closeWithin(NetLimits.GOODBYE);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> endOutput());
    }

    /**
     * Says that no more will be sent, and drops what still comes: a socket that is closed with bytes unread resets the connection, and the
     * last words with it.
     */
    private void endOutput() {
        if (inputEnded || !(channel instanceof DuplexChannel)) {
            channel.close();
            return;
        }
        outputEnded = true;
        shutdownOutput();
        read(true);
        closeWithin(NetLimits.LINGER);
    }

    /** Closes if nothing else has by then. The timer ends with the channel: it would keep what is long gone in memory. */
    void closeWithin(Duration time) {
        Timer timer = schedule(time, channel::close);
        channel.closeFuture().addListener(closed -> timer.cancel());
    }

    /** Closes when the peer ends its direction, and tells nobody that it ended in order. */
    void closeAtEnd() {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
    }

    /** Ends the direction towards the peer, behind all that was written. */
    void shutdownOutput() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        Future<?> ready = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
        ready.addListener(closed -> {
            if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
    }

    @Override
    public String toString() {
        return "session=" + session + " client=" + peer.client();
    }
}
