package waypost.net;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** From PEM files to TLS contexts; what is wrong with a file is said with its name. */
final class TlsFiles {
    private static final SslProvider PROVIDER = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

    private TlsFiles() {}

    static SslContextBuilder server(Identity identity) throws IOException {
        readable(identity);
        try {
            return usual(SslContextBuilder.forServer(
                    identity.certificate().toFile(), identity.key().toFile()));
        } catch (IllegalArgumentException unfit) {
            throw unusable(identity, unfit);
        }
    }

    static SslContextBuilder client(List<Path> authorities) throws IOException {
        return usual(SslContextBuilder.forClient().trustManager(certificates(authorities)));
    }

    static SslContextBuilder client(List<Path> authorities, Identity own) throws IOException {
        readable(own);
        try {
            return client(authorities)
                    .keyManager(own.certificate().toFile(), own.key().toFile());
        } catch (IllegalArgumentException unfit) {
            throw unusable(own, unfit);
        }
    }

    static SslContext build(SslContextBuilder builder) throws IOException {
        try {
            return builder.build();
        } catch (SSLException unfit) {
            throw new IOException("certificate and key do not fit: " + unfit.getMessage(), unfit);
        }
    }

    static X509Certificate[] certificates(List<Path> files) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    found.add((X509Certificate) certificate);
                }
            } catch (CertificateException unfit) {
                throw new IOException("no certificates in PEM form: " + file, unfit);
            }
        }
        return found.toArray(X509Certificate[]::new);
    }

    private static SslContextBuilder usual(SslContextBuilder builder) {
        return builder.sslProvider(PROVIDER).protocols("TLSv1.3", "TLSv1.2");
    }

    private static void readable(Identity identity) throws IOException {
        for (Path file : List.of(identity.certificate(), identity.key())) {
            if (!Files.isReadable(file)) {
                throw new IOException("cannot read " + file);
            }
        }
    }

    private static IOException unusable(Identity identity, IllegalArgumentException why) {
        return new IOException(
                "no certificate and key in PEM form: " + identity.certificate() + ", " + identity.key(), why);
    }
}
