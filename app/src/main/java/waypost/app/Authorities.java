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
import waypost.net.CertificateFiles;

/** Whom a client of other services believes to be them. */
final class Authorities {
    private Authorities() {}

    /**
     * @param files of certificates, PEM; the system's where there are none
     * @param key of the configuration that names them
     */
    static SSLContext of(List<Path> files, String key) throws Complaint {
        try {
            return files.isEmpty() ? SSLContext.getDefault() : trusting(files);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        } catch (IOException | GeneralSecurityException unreadable) {
            throw Complaint.wrong(
                    key + ": cannot read certificates from " + files + " (" + unreadable.getMessage() + ")");
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
