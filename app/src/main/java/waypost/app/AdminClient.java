package waypost.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Optional;
import waypost.config.Configuration;
import waypost.protocol.admin.AdminDialogue;
import waypost.protocol.admin.AdminFrame;
import waypost.protocol.admin.AdminReply;
import waypost.protocol.admin.AdminRequest;

/** Asks the running node of a configuration to do something. When the command ends, however it does, the node stops doing it. One thread. */
record AdminClient(AdminPath path) {
    private static final int BUFFER = 2 * AdminDialogue.MAX_LINE;

    static AdminClient of(Configuration configuration) {
        return new AdminClient(AdminPath.of(configuration));
    }

    /** Whether a node listens. That none does is known only if the socket is one that this user may open. */
    boolean answers() throws Complaint {
        try (SocketChannel channel = connect()) {
            return channel.isConnected();
        } catch (IOException nobody) {
            if (Files.isReadable(path.folder()) || Files.notExists(path.folder())) {
                return false;
            }
            throw unasked(nobody);
        }
    }

    /** Says what the node says, and gives it what there is to be read; answers the exit status. */
    int run(AdminRequest request, Report report) throws Complaint {
        try (SocketChannel channel = connect()) {
            write(channel, AdminDialogue.encoded(request));
            Thread feeding = Thread.ofVirtual().start(() -> feed(channel, report));
            try {
                return heard(channel, report);
            } finally {
                channel.close();
                await(feeding);
            }
        } catch (AdminDialogue.Foreign foreign) {
            throw Complaint.failed("At " + path.socket() + ", " + foreign.getMessage() + ".");
        } catch (SocketException broken) {
            throw unasked(broken);
        } catch (IOException failed) {
            throw Complaint.failed("It failed: " + Reason.of(failed) + ".");
        }
    }

    private static void write(SocketChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /** A file that cannot be read any more ends the connection before it is whole: so the node knows that there should be more. */
    private static void feed(SocketChannel channel, Report report) {
        byte[] piece = new byte[AdminFrame.MAX];
        try {
            InputStream input = report.input();
            for (int count = input.read(piece); count >= 0; count = input.read(piece)) {
                write(channel, AdminFrame.of(ByteBuffer.wrap(piece, 0, count)));
            }
            write(channel, AdminFrame.of(ByteBuffer.allocate(0)));
        } catch (IOException ended) {
            try {
                channel.shutdownOutput();
            } catch (IOException closed) {
                ended.addSuppressed(closed);
            }
        }
    }

    private static void await(Thread feeding) {
        try {
            feeding.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(path.address());
    }

    private static int heard(SocketChannel channel, Report report)
            throws IOException, AdminDialogue.Foreign, Complaint {
        AdminDialogue dialogue = new AdminDialogue();
        ByteBuffer in = ByteBuffer.allocate(BUFFER);
        while (channel.read(in) >= 0) {
            in.flip();
            for (var reply = dialogue.next(in); reply.isPresent(); reply = dialogue.next(in)) {
                Optional<Integer> status = heard(reply.get(), report);
                if (status.isPresent()) {
                    return status.get();
                }
            }
            in.compact();
        }
        throw Complaint.failed("The node has ended before it was done.");
    }

    /** The exit status, if that was the end. */
    private static Optional<Integer> heard(AdminReply reply, Report report) throws IOException, Complaint {
        return switch (reply) {
            case AdminReply.Greeting(var _, var node) -> {
                report.progress("node " + node + " runs: it does this itself");
                yield Optional.empty();
            }
            case AdminReply.Progress(var text) -> {
                report.progress(text);
                yield Optional.empty();
            }
            case AdminReply.Line(var text) -> {
                report.line(text);
                yield Optional.empty();
            }
            case AdminReply.Content(var octets) -> {
                report.content(octets);
                yield Optional.empty();
            }
            case AdminReply.Ok() -> Optional.of(Main.DONE);
            case AdminReply.Failed(int status, String text) when text.isEmpty() -> Optional.of(status);
            case AdminReply.Failed(int status, String text) ->
                throw status == Main.WRONG ? Complaint.wrong(text) : Complaint.failed(text);
        };
    }

    private Complaint unasked(IOException why) {
        return Complaint.failed("A running node has the volumes, and cannot be asked at " + path.socket() + ": "
                + Reason.of(why) + ". Give this command as the user that the node runs as, or stop the node.");
    }
}
