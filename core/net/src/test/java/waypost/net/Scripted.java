package waypost.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client on a plain blocking socket. */
final class Scripted implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final Socket socket;

    Scripted(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    static Scripted to(InetSocketAddress address) throws IOException {
        return new Scripted(new Socket(InetAddress.getLoopbackAddress(), address.getPort()));
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** A line without its CRLF; "" at the end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
