package waypost.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import waypost.net.LocalAuthority;

/**
 * The certificates that the examples name, in a folder that stands for {@code /etc/waypost}: the nodes' as {@code waypost cert issue} makes
 * them, a public one of another authority, {@code public/ca.pem}, and an authority of users. And clients that use them.
 */
record ExampleCertificates(Path folder) {
    static final Path CLUSTER = Path.of("ca.pem");
    static final Path PUBLIC = Path.of("public/ca.pem");
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----(.*?)-----END \\1-----\n", Pattern.DOTALL);

    static ExampleCertificates in(Path folder) throws IOException {
        LocalAuthority cluster = LocalAuthority.open(folder, InstantSource.system());
        cluster.issue("fe1", List.of());
        cluster.issue("store1", List.of());
        LocalAuthority others = LocalAuthority.open(folder.resolve("public"), InstantSource.system());
        Path both = others.issue("mail.example.net", List.of()).certificate();
        Files.writeString(folder.resolve("mail.pem"), blocks(both, "CERTIFICATE"));
        Files.writeString(folder.resolve("mail.key"), blocks(both, "PRIVATE KEY"));
        LocalAuthority users = LocalAuthority.open(folder.resolve("users"), InstantSource.system());
        Files.copy(users.certificate(), folder.resolve("users-ca.pem"));
        Files.write(folder.resolve("waypost.keytab"), new byte[] {5, 2}); // which has no keys
        return new ExampleCertificates(folder);
    }

    private static String blocks(Path file, String kind) throws IOException {
        StringBuilder text = new StringBuilder();
        Matcher block = BLOCK.matcher(Files.readString(file));
        while (block.find()) {
            text.append(block.group(1).equals(kind) ? block.group() : "");
        }
        return text.toString();
    }

    /** The chain in a file, its owner's certificate first. */
    List<X509Certificate> chain(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = new ByteArrayInputStream(
                blocks(folder.resolve(file), "CERTIFICATE").getBytes(StandardCharsets.US_ASCII))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    /** Connects without a certificate, and believes only a server of this name whose certificate the authority made. */
    SSLSocket connect(InetSocketAddress at, String name, Path authority) throws IOException, GeneralSecurityException {
        return connect(at, name, authority, keys());
    }

    /** The same, but showing a certificate. */
    SSLSocket connect(InetSocketAddress at, String name, Path authority, Path certificate)
            throws IOException, GeneralSecurityException {
        KeyStore keys = keys();
        keys.setKeyEntry(
                "own", key(certificate), new char[0], chain(certificate).toArray(Certificate[]::new));
        return connect(at, name, authority, keys);
    }

    /** For a server that shows a certificate, and believes nobody. */
    SSLContext serving(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore keys = keys();
        keys.setKeyEntry(
                "own", key(certificate), new char[0], chain(certificate).toArray(Certificate[]::new));
        var shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(keys, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), null, null);
        return context;
    }

    private SSLSocket connect(InetSocketAddress at, String name, Path authority, KeyStore keys)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = keys();
        trusted.setCertificateEntry("authority", chain(authority).getFirst());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(keys, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trust.getTrustManagers(), null);
        Socket plain = new Socket(at.getAddress(), at.getPort());
        plain.setSoTimeout(TIMEOUT_MILLIS);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, at.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        return keys;
    }

    private PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher block = BLOCK.matcher(blocks(folder.resolve(file), "PRIVATE KEY"));
        if (!block.matches()) {
            throw new IOException("no key in " + file);
        }
        byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
