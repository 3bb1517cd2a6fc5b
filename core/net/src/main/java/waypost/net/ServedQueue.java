package waypost.net;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The events of a served session that wait for its thread, in order. Bounded by {@link NetLimits#SERVED_QUEUE}: full, the channel is not
 * read. Any thread; the lock is never held across anything that blocks.
 */
final class ServedQueue {
    /** What the session's thread does next. */
    sealed interface Event {}

    record Opened() implements Event {}

    record Bytes(ByteBuf chunk) implements Event {}

    record Woken() implements Event {}

    /** The peer sends no more, and all that it sent was given. */
    record InputEnded() implements Event {}

    /** The server stops, and all that came was given. */
    record Stopping() implements Event {}

    /** The log-in is good no more: nothing more is given. */
    record Revoked() implements Event {}

    /** The connection is gone, and all that came was given. */
    record Gone() implements Event {}

    /** Nothing now. */
    record Quiet() implements Event {}

    /** Nothing ever again. */
    record Ended() implements Event {}

    private final Deque<ByteBuf> chunks = new ArrayDeque<>(0);
    private final Consumer<Boolean> reading;
    private final Runnable start;
    private int waiting;
    private boolean full;
    private boolean opening;
    private boolean woken;
    private boolean inputEnded;
    private boolean stopping;
    private boolean asked;
    private boolean revoked;
    private boolean deaf;
    private boolean gone;
    private boolean ended;
    private boolean running;

    /**
     * A queue of its session.
     *
     * @param reading switches reading of the channel
     * @param start starts a thread that takes events until the queue rests
     */
    ServedQueue(Consumer<Boolean> reading, Runnable start) {
        this.reading = reading;
        this.start = start;
    }

    void open() {
        change(() -> opening = true);
    }

    void wake() {
        change(() -> woken = true);
    }

    void inputEnded() {
        change(() -> inputEnded = true);
    }

    void stop() {
        change(() -> stopping = true);
    }

    void revoke() {
        change(() -> {
            revoked = true;
            deaf = true;
            drop();
        });
    }

    void gone() {
        change(() -> gone = true);
    }

    /** Takes over the chunk. */
    void add(ByteBuf chunk) {
        change(() -> {
            if (ended || deaf) {
                chunk.release();
                return;
            }
            waiting += chunk.readableBytes();
            asked = false;
            if (!merged(chunk)) {
                chunks.add(chunk);
            }
            if (!full && waiting >= NetLimits.SERVED_QUEUE) {
                full = true;
                reading.accept(false);
            }
        });
    }

    /** Small pieces share a buffer; a queue of bytes in a buffer each would hold far more memory than it counts. */
    private boolean merged(ByteBuf chunk) {
        ByteBuf last = chunks.peekLast();
        if (last == null || last.isReadOnly() || last.refCnt() != 1 || last.writableBytes() < chunk.readableBytes()) {
            return false;
        }
        last.writeBytes(chunk);
        chunk.release();
        return true;
    }

    private void change(Runnable change) {
        boolean begin;
        synchronized (this) {
            change.run();
            begin = !running && !ended;
            running |= begin;
        }
        if (begin) {
            start.run();
        }
    }

    synchronized Event next() {
        if (ended) {
            return new Ended();
        }
        if (opening) {
            opening = false;
            return new Opened();
        }
        if (revoked) {
            revoked = false;
            return new Revoked();
        }
        ByteBuf chunk = chunks.poll();
        if (chunk != null) {
            taken(chunk.readableBytes());
            return new Bytes(chunk);
        }
        return flagged();
    }

    private void taken(int bytes) {
        waiting -= bytes;
        if (full && waiting <= NetLimits.SERVED_QUEUE / 2) {
            full = false;
            reading.accept(true);
        }
    }

    private Event flagged() {
        if (gone) {
            return new Gone();
        }
        if (woken) {
            woken = false;
            return new Woken();
        }
        if (inputEnded) {
            inputEnded = false;
            return new InputEnded();
        }
        if (stopping && !asked) {
            asked = true;
            return new Stopping();
        }
        return new Quiet();
    }

    /** The thread ends, unless something came meanwhile. */
    synchronized boolean rest() {
        running = opening || revoked || woken || inputEnded || gone || stopping && !asked || !chunks.isEmpty();
        return !running;
    }

    /** The bytes that nobody has taken, for somebody else; from now on everything is dropped. */
    synchronized List<ByteBuf> surrender() {
        List<ByteBuf> left = List.copyOf(chunks);
        chunks.clear();
        ended = true;
        return left;
    }

    /** Drops everything, now and later; false if that was so already. */
    synchronized boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        drop();
        return true;
    }

    private void drop() {
        chunks.forEach(ByteBuf::release);
        chunks.clear();
    }
}
