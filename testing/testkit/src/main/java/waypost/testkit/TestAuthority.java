package waypost.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a test: makes certificates of users, good ones and bad ones, and takes them back. */
public final class TestAuthority {
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final ASN1ObjectIdentifier UPN = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

    private final X500Name name;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;
    private final Optional<TestAuthority> above;
    private long serial;

    private TestAuthority(String name, Optional<TestAuthority> above) {
        this.name = new X500Name("CN=" + name);
        this.above = above;
        Wanted own = new Wanted(
                this.name.toString(),
                List.of(),
                Instant.now().minus(Duration.ofDays(1)),
                Instant.now().plus(Duration.ofDays(1)),
                List.of(),
                true);
        this.certificate = above.map(issuer -> issuer.sign(own, keys)).orElseGet(() -> sign(own, keys));
    }

    /** One that signs its own certificate. */
    public static TestAuthority root(String name) {
        return new TestAuthority(name, Optional.empty());
    }

    /** One whose certificate is from here. */
    public TestAuthority below(String other) {
        return new TestAuthority(other, Optional.of(this));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * What a certificate is to say.
     *
     * @param purposes of the key; none for no such extension
     */
    public record Wanted(
            String subject,
            List<GeneralName> names,
            Instant from,
            Instant until,
            List<KeyPurposeId> purposes,
            boolean authority) {
        /** A user's for a day. */
        public static Wanted of(GeneralName... names) {
            return new Wanted(
                    "CN=Somebody",
                    List.of(names),
                    Instant.now().minus(Duration.ofHours(1)),
                    Instant.now().plus(Duration.ofDays(1)),
                    List.of(KeyPurposeId.id_kp_clientAuth),
                    false);
        }

        public Wanted subject(String other) {
            return new Wanted(other, names, from, until, purposes, authority);
        }

        public Wanted within(Instant begin, Instant end) {
            return new Wanted(subject, names, begin, end, purposes, authority);
        }

        public Wanted meant(KeyPurposeId... others) {
            return new Wanted(subject, names, from, until, List.of(others), authority);
        }
    }

    public static GeneralName email(String address) {
        return new GeneralName(GeneralName.rfc822Name, address);
    }

    /** As Active Directory writes it. */
    public static GeneralName upn(String name) {
        ASN1EncodableVector value = new ASN1EncodableVector();
        value.add(UPN);
        value.add(new DERTaggedObject(true, 0, new DERUTF8String(name)));
        return new GeneralName(GeneralName.otherName, new DERSequence(value));
    }

    /** A certificate with what leads to the root, but not the root; and its key. */
    public record Issued(List<X509Certificate> chain, PrivateKey key) {
        public X509Certificate certificate() {
            return chain.getFirst();
        }

        /** Key and chain in one file, PEM. */
        public Path write(Path file) throws IOException, GeneralSecurityException {
            return Files.writeString(file, block("PRIVATE KEY", key.getEncoded()) + pem(chain));
        }
    }

    public Issued issue(Wanted wanted) {
        KeyPair own = newKeys();
        List<X509Certificate> chain = new ArrayList<>(List.of(sign(wanted, own)));
        for (TestAuthority issuer = this; issuer.above.isPresent(); issuer = issuer.above.orElseThrow()) {
            chain.add(issuer.certificate);
        }
        return new Issued(List.copyOf(chain), own.getPrivate());
    }

    /** Writes the certificate, PEM. */
    public Path write(Path file) throws IOException, GeneralSecurityException {
        return Files.writeString(file, pem(List.of(certificate)));
    }

    /** The list of what was taken back, PEM. */
    public String revoking(Instant next, X509Certificate... revoked) {
        try {
            Date now = Date.from(Instant.now().minus(Duration.ofDays(1)));
            var builder = new JcaX509v2CRLBuilder(certificate, now);
            builder.setNextUpdate(Date.from(next));
            for (X509Certificate each : revoked) {
                builder.addCRLEntry(each.getSerialNumber(), now, CRLReason.keyCompromise);
            }
            X509CRL list = new JcaX509CRLConverter().getCRL(builder.build(signer()));
            return block("X509 CRL", list.getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Of a client that believes one authority, and shows what was issued. */
    public static SSLContext client(X509Certificate believed, Optional<Issued> shown) {
        try {
            KeyStore own = store();
            if (shown.isPresent()) {
                Issued issued = shown.get();
                own.setKeyEntry("own", issued.key(), PASSWORD, issued.chain().toArray(X509Certificate[]::new));
            }
            var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(own, PASSWORD);
            KeyStore trusted = store();
            trusted.setCertificateEntry("authority", believed);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ContentSigner signer() throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    }

    private X509Certificate sign(Wanted wanted, KeyPair own) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(++serial),
                    Date.from(wanted.from()),
                    Date.from(wanted.until()),
                    new X500Name(wanted.subject()),
                    own.getPublic());
            extend(builder, wanted);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
        } catch (IOException | GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void extend(JcaX509v3CertificateBuilder builder, Wanted wanted) throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(wanted.authority()));
        if (wanted.authority()) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return;
        }
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        if (!wanted.purposes().isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(wanted.purposes().toArray(KeyPurposeId[]::new)));
        }
        if (!wanted.names().isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(wanted.names().toArray(GeneralName[]::new)));
        }
    }

    private static String pem(List<X509Certificate> chain) throws GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : chain) {
            text.append(block("CERTIFICATE", each.getEncoded()));
        }
        return text.toString();
    }

    private static String block(String kind, byte[] octets) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END " + kind
                + "-----\n";
    }
}
