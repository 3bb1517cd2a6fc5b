package waypost.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.protocol.admin.AdminFrame;
import waypost.protocol.admin.AdminReply;
import waypost.protocol.admin.AdminRequest;
import waypost.protocol.admin.AdminSession;

/**
 * One connection to the administration socket. Its virtual thread reads, and so learns when the client goes; a platform thread of its own
 * does what was asked, as native code of the index must not hold the carriers of virtual threads. Neither is ever interrupted: that would
 * close the files of the volume.
 */
final class AdminConnection implements Report {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.admin");

    private static final int BUFFER = 16 * 1024;

    /** How long a client may take to ask. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SocketChannel channel;
    private final String node;
    private final Operations operations;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Inflow inflow = new Inflow();
    private volatile boolean asked;
    private volatile boolean stopped;

    AdminConnection(SocketChannel channel, String node, Operations operations) {
        this.channel = channel;
        this.node = node;
        this.operations = operations;
    }

    /** Serves the client; returns when he has gone and his work has ended. */
    void run() {
        Thread patience = Thread.ofVirtual().start(this::hurry);
        try (channel) {
            send(AdminSession.greeting(node));
            serve(patience);
        } catch (IOException gone) {
            LOG.debug("event=admin-client-gone node={} why=\"{}\"", node, gone.getMessage());
        } finally {
            noMore();
            inflow.cut();
            patience.interrupt();
            if (asked) {
                await();
            }
        }
    }

    private void serve(Thread patience) throws IOException {
        AdminSession session = new AdminSession();
        ByteBuffer in = ByteBuffer.allocate(BUFFER);
        boolean more = true;
        while (more && channel.read(in) >= 0) {
            more = served(session, in.flip(), patience);
            in.compact();
        }
    }

    /** Takes all that is complete; answers whether more may come. */
    private boolean served(AdminSession session, ByteBuffer in, Thread patience) throws IOException {
        while (true) {
            switch (session.next(in)) {
                case AdminSession.Step.More() -> {
                    return true;
                }
                case AdminSession.Step.Run(AdminRequest request) -> {
                    if (!begin()) {
                        return false;
                    }
                    patience.interrupt();
                    Thread.ofPlatform().name("admin-" + request.operation()).start(() -> work(request));
                }
                case AdminSession.Step.Content(ByteBuffer octets) -> inflow.put(octets);
                case AdminSession.Step.ContentEnd() -> inflow.end();
                case AdminSession.Step.Refuse(AdminReply.Failed why) -> {
                    if (!asked) {
                        send(why);
                    }
                    return false;
                }
            }
        }
    }

    /** Not when it has been stopped: who waits for works to end waits for those that have begun by then. */
    private synchronized boolean begin() {
        asked = !stopped;
        return asked;
    }

    private synchronized void noMore() {
        stopped = true;
    }

    private void hurry() {
        try {
            Thread.sleep(PATIENCE);
            if (!asked) {
                stop();
            }
        } catch (InterruptedException asking) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(AdminRequest request) {
        try (channel) {
            AdminReply end = done(request);
            LOG.info(
                    "event=admin node={} operation={} of={} end=\"{}\"",
                    node,
                    request.operation(),
                    request.parameters(),
                    end);
            send(end);
        } catch (IOException gone) {
            LOG.info("event=admin-stopped node={} operation={} of={}", node, request.operation(), request.parameters());
        } finally {
            inflow.close();
            ended.countDown();
        }
    }

    private AdminReply done(AdminRequest request) throws Stopped {
        try {
            int status = operations.run(request, this);
            return status == Main.DONE ? new AdminReply.Ok() : new AdminReply.Failed(status, "");
        } catch (Complaint complaint) {
            return new AdminReply.Failed(complaint.status(), String.valueOf(complaint.getMessage()));
        } catch (Stopped nobodyWaits) {
            throw nobodyWaits;
        } catch (IOException failed) {
            LOG.warn("event=admin-failed node={} operation={}", node, request.operation(), failed);
            return new AdminReply.Failed(Main.FAILED, "It failed: " + Reason.of(failed));
        } catch (RuntimeException | Error bug) {
            LOG.error("event=admin-failed node={} operation={}", node, request.operation(), bug);
            return new AdminReply.Failed(Main.FAILED, "It failed; the log of node " + node + " says how.");
        }
    }

    @Override
    public void progress(String text) throws IOException {
        tell(new AdminReply.Progress(text));
    }

    @Override
    public void line(String text) throws IOException {
        tell(new AdminReply.Line(text));
    }

    @Override
    public void goOn() throws IOException {
        if (stopped) {
            throw new Stopped();
        }
    }

    @Override
    public void content(ByteBuffer octets) throws IOException {
        ByteBuffer left = octets.duplicate();
        while (left.hasRemaining()) {
            int length = Math.min(left.remaining(), AdminFrame.MAX);
            tell(new AdminReply.Content(left.slice(left.position(), length)));
            left.position(left.position() + length);
        }
    }

    @Override
    public InputStream input() {
        return inflow;
    }

    private void tell(AdminReply reply) throws IOException {
        goOn();
        try {
            send(reply);
        } catch (IOException gone) {
            Stopped nobodyWaits = new Stopped();
            nobodyWaits.initCause(gone);
            throw nobodyWaits;
        }
    }

    private void send(AdminReply reply) throws IOException {
        ByteBuffer line = reply.encoded();
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /** Instead of {@link #run}. */
    void refuse(String why) throws IOException {
        try (channel) {
            send(AdminSession.greeting(node));
            send(new AdminReply.Failed(Main.FAILED, why));
        }
    }

    /** Ends the work, and the connection. */
    void stop() {
        noMore();
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.debug("event=admin-not-closed node={}", node, failed);
        }
    }

    /** Waits for the end of the work, if there is one. */
    void await() {
        boolean interrupted = false;
        while (asked && ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException meanwhile) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
