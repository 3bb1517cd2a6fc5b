package waypost.app;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a running node listens for its administrator, who is whoever may open the socket: the node's own user, and root. A virtual thread
 * accepts, and one serves each connection. Closed before what its operations work on; waits for them.
 */
final class AdminSocket implements AutoCloseable {
    /** Commands at a time. */
    static final int CONNECTIONS = 8;

    private static final Logger LOG = LoggerFactory.getLogger("waypost.admin");

    /** Before the next attempt to accept, after one has failed. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AdminPath path;
    private final String node;
    private final Operations operations;
    private final FileChannel lock;
    private final ServerSocketChannel server;
    private final Set<AdminConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private AdminSocket(
            AdminPath path, String node, Operations operations, FileChannel lock, ServerSocketChannel server) {
        this.path = path;
        this.node = node;
        this.operations = operations;
        this.lock = lock;
        this.server = server;
    }

    /** Replaces the socket of a node that was killed; fails where one runs. */
    static AdminSocket open(AdminPath path, String node, Operations operations) throws IOException {
        Files.createDirectories(path.folder());
        permit(path.folder(), "rwx------");
        FileChannel lock = lock(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            var address = path.address();
            Files.deleteIfExists(path.socket());
            server.bind(address, CONNECTIONS);
            permit(path.socket(), "rw-------");
        } catch (IOException failed) {
            server.close();
            lock.close();
            throw failed;
        }
        AdminSocket socket = new AdminSocket(path, node, operations, lock, server);
        Thread.ofVirtual().name("admin").start(socket::accept);
        return socket;
    }

    private static void permit(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static FileChannel lock(AdminPath path) throws IOException {
        FileChannel channel = FileChannel.open(path.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException inThisProcess) {
            LOG.debug("event=admin-locked", inThisProcess);
        }
        channel.close();
        throw new IOException("another node runs with this node.data");
    }

    private void accept() {
        while (!closed) {
            try {
                serve(server.accept());
            } catch (ClosedChannelException ending) {
                return;
            } catch (IOException failed) {
                LOG.warn("event=admin-not-accepted node={} why=\"{}\"", node, Reason.of(failed));
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        AdminConnection connection = new AdminConnection(channel, node, operations);
        if (open.size() >= CONNECTIONS) {
            connection.refuse("The node is busy with " + CONNECTIONS + " other commands. Try again later.");
            return;
        }
        open.add(connection);
        Thread.ofVirtual().name("admin-connection").start(() -> {
            try {
                connection.run();
            } finally {
                open.remove(connection);
            }
        });
        if (closed) {
            connection.stop();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        open.forEach(AdminConnection::stop);
        open.forEach(AdminConnection::await);
        Files.deleteIfExists(path.socket());
        lock.close();
    }
}
