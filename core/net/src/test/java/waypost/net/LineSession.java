package waypost.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import waypost.message.Octets;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;

/**
 * A served session of lines: echoes them; {@code BIG n} writes n MiB, {@code LEAVE} releases the client. Notices calls that overlap or come after
 * the end.
 */
final class LineSession implements ServedSession {
    final CountDownLatch opened = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    final AtomicInteger closedCalls = new AtomicInteger();
    final AtomicInteger wakes = new AtomicInteger();
    final AtomicInteger faults = new AtomicInteger();
    final AtomicLong written = new AtomicLong();
    volatile @Nullable Wakeup wakeup;

    private final AtomicInteger inside = new AtomicInteger();
    private final StringBuilder line = new StringBuilder();
    private final String farewell;
    private boolean released;

    LineSession() {
        this("left");
    }

    /** @param farewell its last line when it releases the client */
    LineSession(String farewell) {
        this.farewell = farewell;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void alone(Work work) throws IOException {
        if (inside.getAndIncrement() != 0
                || closedCalls.get() != 0
                || !Thread.currentThread().isVirtual()) {
            faults.incrementAndGet();
        }
        try {
            work.run();
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void opened(Output out, Wakeup wake) throws IOException {
        alone(() -> {
            wakeup = wake;
            out.text("open\r\n");
        });
        opened.countDown();
    }

    void wake() {
        Objects.requireNonNull(wakeup).wake();
    }

    @Override
    public void received(ByteBuffer in, Output out) throws IOException {
        alone(() -> {
            while (in.hasRemaining() && !released) {
                char c = (char) (in.get() & 0xFF);
                line.append(c);
                if (c == '\n') {
                    answer(line.toString().stripTrailing(), out);
                    line.setLength(0);
                }
            }
        });
    }

    private void answer(String command, Output out) throws IOException {
        if (command.startsWith("BIG ")) {
            Octets body = Octets.of(new byte[1 << 20]);
            for (int i = Integer.parseInt(command.substring(4)); i > 0; i--) {
                out.octets(body, 0, body.length());
                written.addAndGet(body.length());
            }
        } else if (command.equals("LEAVE")) {
            out.text(farewell + "\r\n");
            released = true;
        } else if (command.equals("QUIT")) {
            out.text("bye\r\n");
            out.close();
        } else {
            out.text("echo " + command + "\r\n");
        }
    }

    @Override
    public boolean released() {
        return released;
    }

    @Override
    public void woken(Output out) throws IOException {
        alone(() -> {
            wakes.incrementAndGet();
            out.text("woken\r\n");
        });
    }

    @Override
    public boolean shutdown(Output out) throws IOException {
        boolean between = line.isEmpty();
        if (between) {
            out.text("stopping\r\n");
        }
        return between;
    }

    @Override
    public void revoked(Output out) throws IOException {
        out.text("revoked\r\n");
    }

    @Override
    public void closed() {
        if (inside.get() != 0) {
            faults.incrementAndGet();
        }
        closedCalls.incrementAndGet();
        closed.countDown();
    }
}
