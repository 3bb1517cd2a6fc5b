package waypost.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/** What a client sends behind its request, from the thread that reads the connection to the one that works. The reader waits when the worker is behind. */
final class Inflow extends InputStream {
    /** Pieces that wait, each as long as what is read at once. */
    private static final int PIECES = 4;

    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
    private boolean whole;
    private boolean broken;
    private boolean unwanted;

    /** A copy of these octets; thrown away when nobody reads any more. */
    synchronized void put(ByteBuffer octets) {
        while (pieces.size() >= PIECES && !unwanted) {
            await();
        }
        if (!unwanted) {
            pieces.add(ByteBuffer.allocate(octets.remaining()).put(octets).flip());
        }
        notifyAll();
    }

    /** All has come. */
    synchronized void end() {
        whole = true;
        notifyAll();
    }

    /** No more comes, though more should. */
    synchronized void cut() {
        broken = true;
        notifyAll();
    }

    /** Nobody reads any more. */
    @Override
    public synchronized void close() {
        unwanted = true;
        pieces.clear();
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        while (pieces.isEmpty() && !whole && !broken) {
            await();
        }
        ByteBuffer first = pieces.peek();
        if (first == null) {
            if (!whole) {
                throw new Report.Stopped();
            }
            return -1;
        }
        int count = Math.min(length, first.remaining());
        first.get(into, offset, count);
        if (!first.hasRemaining()) {
            pieces.remove();
            notifyAll();
        }
        return count;
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
            unwanted = true;
            broken = true;
        }
    }
}
