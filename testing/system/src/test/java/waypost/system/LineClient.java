package waypost.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A client of a line protocol, over TLS that is verified. Text is ISO-8859-1, so that octets come through as they are. */
final class LineClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Path authority;
    private final Socket tcp;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private LineClient(Path authority, InetAddress address, int port) throws IOException {
        this.authority = authority;
        tcp = new Socket(address, port);
        socket = tcp;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** TLS from the first byte. */
    static LineClient tls(Path authority, int port) throws IOException {
        LineClient client = clear(authority, port);
        client.startTls();
        return client;
    }

    /** In clear, until {@link #startTls}. */
    static LineClient clear(Path authority, int port) throws IOException {
        return clear(authority, InetAddress.getLoopbackAddress(), port);
    }

    static LineClient clear(Path authority, InetAddress address, int port) throws IOException {
        return new LineClient(authority, address, port);
    }

    private static SSLSocketFactory trusting(Path authority) throws IOException {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException wrong) {
            throw new IOException(wrong);
        }
    }

    void startTls() throws IOException {
        SSLSocket tls = (SSLSocket) trusting(authority).createSocket(socket, "localhost", socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        socket = tls;
        in = new BufferedInputStream(tls.getInputStream());
        out = tls.getOutputStream();
    }

    void send(String line) throws IOException {
        raw((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    void raw(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /** A line without its CRLF. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("closed after: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new IOException("closed in the middle of a literal");
        }
        return octets;
    }

    /** Lines up to and with the first that satisfies. */
    List<String> until(Predicate<String> last) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(line());
        } while (!last.test(lines.getLast()));
        return lines;
    }

    /** Sends an SMTP command and gives the last line of its reply. */
    String smtp(String command) throws IOException {
        send(command);
        return reply();
    }

    String reply() throws IOException {
        return until(line -> line.length() > 3 && line.charAt(3) == ' ').getLast();
    }

    /** Sends an IMAP command under the tag {@code t} and gives all lines of its answer. */
    List<String> imap(String command) throws IOException {
        send("t " + command);
        return until(line -> line.startsWith("t "));
    }

    /**
     * Says all of it and gives the lines that come until the other side closes or breaks the connection. One that falls silent hears that no
     * more comes, and has to close: it does not before it has read all.
     */
    List<String> talk(byte[] octets, int silenceMillis) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            raw(octets);
        } catch (IOException closed) {
            // what it said before comes still
        }
        try {
            socket.setSoTimeout(silenceMillis);
            in.transferTo(heard);
        } catch (SocketTimeoutException silent) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            tcp.shutdownOutput();
            toTheEnd(heard);
        } catch (IOException broken) {
            // by closing before all is read
        }
        return heard.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    /** What comes until the other side closes. */
    String toTheEnd() throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        toTheEnd(heard);
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    private void toTheEnd(OutputStream heard) throws IOException {
        try {
            in.transferTo(heard);
        } catch (SocketTimeoutException hangs) {
            throw hangs;
        } catch (IOException broken) {
            // as above
        }
    }

    /** Closes a connection of which nothing more is expected, whole or broken. */
    void abandon() {
        try {
            close();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
