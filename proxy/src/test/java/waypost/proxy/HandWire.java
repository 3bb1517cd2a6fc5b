package waypost.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import waypost.net.Peer;
import waypost.net.Permit;
import waypost.net.ServerTls;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;

/** A wire without a network: a test gives the bytes that come, and takes those that left. */
final class HandWire implements Wire {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 4711);

    private final HandLoop loop;
    private final WireHandler handler;
    private final Runnable flushed;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private byte[] unread = {};
    private boolean paused;
    private boolean busy;
    private boolean again;
    private boolean inputEnded;
    private boolean open = true;
    private boolean room = true;
    private Instant moved;
    private Wire.@Nullable Timer idle;
    private @Nullable Permit login;

    /** @param flushed runs when bytes have left */
    HandWire(HandLoop loop, Function<Wire, WireHandler> handlers, Runnable flushed) {
        this.loop = loop;
        this.flushed = flushed;
        this.moved = loop.instant();
        this.handler = handlers.apply(this);
    }

    /** A client's, whose bytes wait to be taken. */
    static HandWire accepted(HandLoop loop, Function<Wire, WireHandler> handlers) {
        HandWire wire = new HandWire(loop, handlers, () -> {});
        wire.handler.connected(wire);
        return wire;
    }

    /** Bytes have come. */
    void give(byte[] bytes) {
        moved = loop.instant();
        byte[] all = java.util.Arrays.copyOf(unread, unread.length + bytes.length);
        System.arraycopy(bytes, 0, all, unread.length, bytes.length);
        unread = all;
        turn();
    }

    private void turn() {
        again = true;
        if (busy) {
            return;
        }
        busy = true;
        while (again && open && !paused && unread.length > 0) {
            again = false;
            ByteBuffer view = ByteBuffer.wrap(unread);
            handler.received(this, view);
            unread = java.util.Arrays.copyOfRange(unread, view.position(), unread.length);
        }
        busy = false;
        if (inputEnded && !paused) {
            closeAfterFlush("peer closed");
        }
    }

    /** What has left, and was not taken before. */
    byte[] take() {
        byte[] all = sent.toByteArray();
        sent.reset();
        return all;
    }

    /** Whether the peer takes bytes. */
    void room(boolean now) {
        room = now;
        busy = true;
        handler.writabilityChanged(this);
        busy = false;
        turn();
    }

    @Override
    public String session() {
        return "s1";
    }

    @Override
    public Peer peer() {
        return new Peer(CLIENT, CLIENT, Peer.Way.SOCKET, false, Optional.empty());
    }

    @Override
    public Executor loop() {
        return loop::execute;
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public void write(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        sent.writeBytes(copy);
        moved = loop.instant();
    }

    @Override
    public void flush() {
        if (open && sent.size() > 0) {
            flushed.run();
        }
    }

    @Override
    public boolean writable() {
        return open && room;
    }

    @Override
    public Output output() {
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (!open) {
                    throw new IOException("closed");
                }
                HandWire.this.write(bytes);
            }

            @Override
            public void flush() {
                HandWire.this.flush();
            }

            @Override
            public void close() {
                HandWire.this.close("closed");
            }
        };
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
        turn();
    }

    @Override
    public void limit(int bytes) {}

    @Override
    public void idleAfter(Duration time) {
        Wire.Timer before = idle;
        if (before != null) {
            before.cancel();
        }
        moved = loop.instant();
        idle = time.isZero() ? null : loop.schedule(time, () -> look(time));
    }

    private void look(Duration time) {
        Duration left = time.minus(Duration.between(moved, loop.instant()));
        if (!open) {
            return;
        }
        boolean still = left.isPositive();
        idle = loop.schedule(still ? left : time, () -> look(time));
        if (!still) {
            handler.idle(this);
        }
    }

    @Override
    public void behind(@Nullable Permit next) {
        login = next;
    }

    @Override
    public void revoke(Permit which) {
        loop.execute(() -> {
            if (open && login == which) {
                handler.revoked(this);
            }
        });
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, task);
    }

    @Override
    public void later(Duration delay, Runnable task) {
        loop.schedule(delay, () -> {
            if (open) {
                task.run();
            }
        });
    }

    @Override
    public void close(String why) {
        if (open) {
            open = false;
            loop.execute(() -> {
                handler.closed(this, why);
                Permit former = login;
                if (former != null) {
                    former.over();
                }
            });
        }
    }

    /** The peer ends its direction. */
    void endInput() {
        handler.ended(this);
        inputEnded = true;
        turn();
    }

    @Override
    public void closeAfterFlush(String why) {
        flush();
        close(why);
    }

    @Override
    public void handler(WireHandler next) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void startTls(ServerTls tls, WireHandler next) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void startTls(WireHandler next) {
        throw new UnsupportedOperationException();
    }

    /** The session behind a log-in is over before it begins. */
    @Override
    public void serve(ServedSession session, Duration time) {
        session.closed();
    }

    @Override
    public void serve(ServedSession session, Duration time, WireHandler next) {
        session.closed();
    }
}
