package waypost.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;

/** Tries files as TLS takes them, without using them; what is wrong is said in the same words. */
public final class CertificateFiles {
    private CertificateFiles() {}

    /** What a file has: a certificate and its chain, or authorities. At least one. */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        return List.of(TlsFiles.certificates(List.of(file)));
    }

    /** When the lists in a file of what was taken back are to be followed by new ones, where they say so. */
    public static List<Instant> revocations(Path file) throws IOException {
        return UserAuthorities.revocations(file).stream()
                .filter(X509CRL.class::isInstance)
                .map(list -> ((X509CRL) list).getNextUpdate())
                .filter(Objects::nonNull)
                .map(Date::toInstant)
                .toList();
    }

    public static void key(Path file) throws IOException {
        TlsFiles.key(file);
    }

    /** Whether certificate and key belong together, and are such as TLS can use. */
    public static void identity(Identity identity) throws IOException {
        TlsFiles.build(TlsFiles.server(identity));
    }
}
