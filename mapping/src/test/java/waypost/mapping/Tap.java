package waypost.mapping;

import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A wire to a server that is listened in on, and that can be cut. */
final class Tap implements AutoCloseable {
    /** The notice of disconnection (RFC 4511 §4.4.1), with the result unavailable. */
    private static final byte[] NOTICE = new LDAPMessage(
                    0,
                    new ExtendedResponseProtocolOp(
                            ResultCode.UNAVAILABLE_INT_VALUE, null, "idle", List.of(), "1.3.6.1.4.1.1466.20036", null))
            .encode()
            .encode();

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    private volatile Optional<Limit> limit = Optional.empty();

    /** What happens when a server has said so much on one connection, which ends with it. */
    private record Limit(long octets, Runnable then) {}

    Tap(int server) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
    }

    Tap(InetSocketAddress server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    URI uri(String scheme, String host) {
        return URI.create(scheme + "://" + host + ":" + listener.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                join(listener.accept());
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void join(Socket client) {
        try {
            Socket behind = new Socket(server.getAddress(), server.getPort());
            clients.add(client);
            open.addAll(List.of(client, behind));
            Thread.ofVirtual().start(() -> copy(client, behind, heard));
            Thread.ofVirtual().start(() -> copy(behind, client, new Said()));
        } catch (IOException away) {
            close(client);
        }
    }

    /** Once a server has said so much on one connection this is done, and the connection cut. */
    void cutBehind(long octets, Runnable then) {
        limit = Optional.of(new Limit(octets, then));
    }

    /** Counts what is said on a connection. */
    private final class Said extends OutputStream {
        private long octets;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            octets += length;
            Optional<Limit> now = limit.filter(most -> octets > most.octets);
            if (now.isPresent()) {
                limit = Optional.empty();
                now.get().then.run();
                throw new IOException("cut");
            }
        }
    }

    private static void copy(Socket from, Socket to, OutputStream copy) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] octets = new byte[8192];
            for (int count = in.read(octets); count >= 0; count = in.read(octets)) {
                copy.write(octets, 0, count);
                out.write(octets, 0, count);
            }
        } catch (IOException cut) {
            return;
        }
    }

    /** Closes all connections, as a server does that finds them idle. */
    void cut() {
        open.forEach(Tap::close);
        open.clear();
        clients.clear();
    }

    /** Says so before. */
    void dismiss() throws IOException {
        for (Socket client : clients) {
            client.getOutputStream().write(NOTICE);
        }
        cut();
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    /** All that clients said. */
    String heard() {
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    /** Takes no connections any more. */
    void refuse() {
        close(listener);
    }

    /** Closes all connections, and takes none any more. */
    void end() throws IOException {
        listener.close();
        cut();
    }

    @Override
    public void close() throws IOException {
        end();
    }
}
