package waypost.net;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** From PEM files to TLS contexts; what is wrong with a file is said with its name. */
final class TlsFiles {
    /** Sessions that a side which dials keeps for its next connections; the provider's own limit is many thousands. */
    static final int SESSIONS = 100;

    private static final SslProvider PROVIDER = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

    private TlsFiles() {}

    static SslContextBuilder server(Identity identity) throws IOException {
        return usual(SslContextBuilder.forServer(key(identity), chain(identity)));
    }

    static SslContextBuilder client(List<Path> authorities) throws IOException {
        return usual(SslContextBuilder.forClient()
                .trustManager(certificates(authorities))
                .sessionCacheSize(SESSIONS));
    }

    static SslContextBuilder client(List<Path> authorities, Identity own) throws IOException {
        return client(authorities).keyManager(key(own), chain(own));
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
            found.addAll(PemFile.certificates(readable(file)));
        }
        return found.toArray(X509Certificate[]::new);
    }

    /** The key of the certificate. A provider may find only in handshakes that it is another's. */
    static PrivateKey key(Identity identity) throws IOException {
        PrivateKey key = key(identity.key());
        if (!PemKey.belongs(key, chain(identity)[0].getPublicKey())) {
            throw new IOException(
                    "the key in " + identity.key() + " is not that of the certificate in " + identity.certificate());
        }
        return key;
    }

    static PrivateKey key(Path file) throws IOException {
        return PemKey.read(readable(file));
    }

    static X509Certificate[] chain(Identity identity) throws IOException {
        return certificates(List.of(identity.certificate()));
    }

    /** Netty carries key and chain in a key store; the usual kind would spend 0.1 s on a key derivation from an empty password. */
    private static SslContextBuilder usual(SslContextBuilder builder) {
        return builder.sslProvider(PROVIDER).keyStoreType("JKS").protocols("TLSv1.3", "TLSv1.2");
    }

    private static Path readable(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("cannot read " + file);
        }
        return file;
    }
}
