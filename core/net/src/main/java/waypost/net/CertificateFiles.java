package waypost.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Tries files as TLS takes them, without using them; what is wrong is said in the same words. */
public final class CertificateFiles {
    private CertificateFiles() {}

    /** What a file has: a certificate and its chain, or authorities. At least one. */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        return List.of(TlsFiles.certificates(List.of(file)));
    }

    public static void key(Path file) throws IOException {
        TlsFiles.key(file);
    }

    /** Whether certificate and key belong together, and are such as TLS can use. */
    public static void identity(Identity identity) throws IOException {
        TlsFiles.build(TlsFiles.server(identity));
    }
}
