package waypost.mapping;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import waypost.directory.TlsTrust;

/** A certificate authority of a test, and what servers and clients need of it. */
final class Authority {
    private static final X500Name NAME = new X500Name("CN=Authority of a test");
    private static final char[] PASSWORD = "secret".toCharArray();

    /**
     * Of all servers, as it is the certificates that tell them apart, and to make RSA keys takes seconds. OpenLDAP with GnuTLS does not read elliptic
     * ones as the JDK writes them.
     */
    private static final KeyPair SERVERS = newKeys("RSA", 2048);

    private final AtomicLong serial = new AtomicLong();
    private final KeyPair keys = newKeys("EC", 256);
    private final X509Certificate certificate = sign("CN=Authority of a test", keys, new BasicConstraints(true), null);

    Authority() throws Exception {}

    /** A certificate and its key. */
    record Issued(X509Certificate certificate, KeyPair keys) {
        SSLContext context() throws Exception {
            var context = SSLContext.getInstance("TLS");
            context.init(managers(), null, null);
            return context;
        }

        private KeyManager[] managers() throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", keys.getPrivate(), PASSWORD, new X509Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD);
            return managers.getKeyManagers();
        }

        /** Writes {@code server.pem} and {@code server.key}. */
        void write(Path folder) throws IOException, GeneralSecurityException {
            Files.writeString(folder.resolve("server.pem"), pem("CERTIFICATE", certificate.getEncoded()));
            Files.writeString(
                    folder.resolve("server.key"),
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        }

        private static String pem(String what, byte[] octets) {
            return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END "
                    + what + "-----\n";
        }
    }

    /** For a host name. The common name is localhost whatever the host: it must not count. */
    Issued issue(String host) throws Exception {
        var names = new GeneralNames(new GeneralName(GeneralName.dNSName, host));
        return new Issued(sign("CN=localhost", SERVERS, new BasicConstraints(false), names), SERVERS);
    }

    /** For somebody who is no server. */
    Issued issueTo(String commonName) throws Exception {
        return new Issued(sign("CN=" + commonName, SERVERS, new BasicConstraints(false), null), SERVERS);
    }

    /** Writes what trusts it. */
    Path write(Path file) throws Exception {
        return Files.writeString(file, Issued.pem("CERTIFICATE", certificate.getEncoded()));
    }

    /** Trusts this authority and no other. */
    TlsTrust trust() throws Exception {
        return trusting(certificate, null);
    }

    /** The same, and shows a certificate to who asks for one. */
    TlsTrust trust(Issued own) throws Exception {
        return trusting(certificate, own.managers());
    }

    /** Trusts an authority and no other. */
    static TlsTrust trusting(X509Certificate authority) throws Exception {
        return trusting(authority, null);
    }

    private static TlsTrust trusting(X509Certificate authority, KeyManager @Nullable [] own) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(own, managers.getTrustManagers(), null);
        return _ -> context;
    }

    private static KeyPair newKeys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private X509Certificate sign(
            String subject, KeyPair own, BasicConstraints constraints, @Nullable GeneralNames names) throws Exception {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(serial.incrementAndGet()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                new X500Name(subject),
                own.getPublic());
        builder.addExtension(Extension.basicConstraints, true, constraints);
        if (names != null) {
            builder.addExtension(Extension.subjectAlternativeName, false, names);
        }
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
