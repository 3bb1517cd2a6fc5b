package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** The copy that somebody offers, one piece after the other. Ends early where he gives no more, and when it lasts too long. One thread. */
final class CopyStream extends InputStream {
    /** A copy of ten million entries takes a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final CopyFellows fellows;
    private final CopyFellows.Offer offer;
    private final String subject;
    private final Ticker ticker;
    private final long begun;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long taken;

    CopyStream(CopyFellows fellows, CopyFellows.Offer offer, String subject, Ticker ticker) {
        this.fellows = fellows;
        this.offer = offer;
        this.subject = subject;
        this.ticker = ticker;
        this.begun = ticker.read();
    }

    /** Octets that have come. */
    long taken() {
        return taken;
    }

    /** Whether all of them have. */
    boolean complete() {
        return taken == offer.offered().length();
    }

    @Override
    public int read() throws InterruptedIOException {
        return has() ? piece.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws InterruptedIOException {
        if (length == 0) {
            return 0;
        }
        if (!has()) {
            return -1;
        }
        int some = Math.min(length, piece.remaining());
        piece.get(into, offset, some);
        return some;
    }

    private boolean has() throws InterruptedIOException {
        if (piece.hasRemaining()) {
            return true;
        }
        if (complete() || ticker.read() - begun > PATIENCE.toNanos()) {
            return false;
        }
        next().ifPresent(octets -> {
            long left = offer.offered().length() - taken; // his may have grown
            piece = octets.limit(octets.position() + (int) Math.min(octets.remaining(), left));
        });
        taken += piece.remaining();
        return piece.hasRemaining();
    }

    private Optional<ByteBuffer> next() throws InterruptedIOException {
        try {
            return fellows.piece(offer, subject, taken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        }
    }
}
