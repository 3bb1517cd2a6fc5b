package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import waypost.config.Configuration;
import waypost.mapping.TlsTrust;
import waypost.net.CertificateFiles;

/** Which certificates of directories are believed: those the configuration names, else the system's. */
final class DirectoryTrust {
    private DirectoryTrust() {}

    static TlsTrust of(Configuration configuration) throws Complaint {
        List<Path> files = configuration.directories().stream()
                .flatMap(directory -> directory.trust().stream())
                .toList();
        try {
            return new TlsTrust(files.isEmpty() ? SSLContext.getDefault() : trusting(files));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        } catch (IOException | GeneralSecurityException unreadable) {
            throw Complaint.wrong(
                    "directories.trust: cannot read certificates from " + files + " (" + unreadable.getMessage() + ")");
        }
    }

    private static SSLContext trusting(List<Path> files) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Path file : files) {
            int number = 0;
            for (X509Certificate certificate : CertificateFiles.certificates(file)) {
                store.setCertificateEntry(file + "-" + number++, certificate);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
