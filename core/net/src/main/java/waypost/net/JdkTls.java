package waypost.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS for clients that bring sockets of their own: whom they believe, and what they show. Made again when its files have changed. Any thread. */
public final class JdkTls {
    private final FromFiles<SSLContext> context;

    private JdkTls(FromFiles<SSLContext> context) {
        this.context = context;
    }

    /**
     * @param authorities PEM files; the system's where there are none
     * @param own what is shown when a server asks for a certificate; nothing where empty
     */
    public static JdkTls of(List<Path> authorities, Optional<Identity> own) throws IOException {
        List<Path> files = new ArrayList<>(authorities);
        own.ifPresent(identity -> files.addAll(identity.files()));
        return new JdkTls(new FromFiles<>(files, () -> make(authorities, own)));
    }

    /** For new connections. */
    public SSLContext present() {
        return context.present();
    }

    /** As {@link ServerTls#refresh}. */
    public boolean refresh() throws IOException {
        return context.refresh();
    }

    private static SSLContext make(List<Path> authorities, Optional<Identity> own) throws IOException {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(
                    own.isPresent() ? showing(own.get()) : null,
                    authorities.isEmpty() ? null : trusting(authorities),
                    null);
            return made;
        } catch (GeneralSecurityException unfit) {
            throw new IOException("cannot be used for TLS: " + unfit.getMessage(), unfit);
        }
    }

    private static KeyManager[] showing(Identity own) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        char[] unsaid = new char[0];
        store.setKeyEntry("own", TlsFiles.key(own), unsaid, TlsFiles.chain(own));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, unsaid);
        return keys.getKeyManagers();
    }

    private static TrustManager[] trusting(List<Path> authorities) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate certificate : TlsFiles.certificates(authorities)) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
