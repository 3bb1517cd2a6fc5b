package waypost.net;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import waypost.identity.NodeName;

/**
 * A certificate authority of one's own, for nodes without certificates from elsewhere: P-256, kept in a folder, made once. Certificates are
 * made again when a third of their life or less is left. Blocking; one process at a time.
 */
public final class LocalAuthority {
    /** The name of the file that others trust. */
    public static final String CERTIFICATE = "ca.pem";

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration LIFE = Duration.ofDays(397);

    /** Clocks of other machines may be behind. */
    private static final Duration BACKDATE = Duration.ofHours(1);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,252}");

    /** {@code ca.pem} and {@code ca-key.pem}. */
    private static final Set<String> OWN_FILES = Set.of("ca", "ca-key");

    private static final int SERIAL_BITS = 127;
    private static final List<String> HERE = List.of("localhost", "127.0.0.1", "::1");

    private final Path folder;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final PemFile.Pair authority;

    private LocalAuthority(Path folder, InstantSource clock) throws IOException {
        this.folder = folder;
        this.clock = clock;
        this.authority = authority();
    }

    /** Reads the authority in the folder, or makes it. */
    public static LocalAuthority open(Path folder, InstantSource clock) throws IOException {
        PemFile.privateFolder(folder);
        return new LocalAuthority(folder, clock);
    }

    /** The authority's certificate: what others trust. */
    public Path certificate() {
        return folder.resolve(CERTIFICATE);
    }

    /** The certificate of the node here: for its name, localhost, 127.0.0.1 and ::1. */
    public Identity node(NodeName name) throws IOException {
        return issue(name.value(), HERE);
    }

    /** Whether it is a name for a certificate, and for its file, which is none of the authority's own. */
    public static boolean issuesFor(String name) {
        return NAME.matcher(name).matches() && !OWN_FILES.contains(name);
    }

    /**
     * A certificate for a name, for both sides of TLS. The present one, if it has all the names and life enough.
     *
     * @param name goes into the file name too: letters, digits, {@code . _ -}
     * @param sans further host names and addresses
     * @throws IllegalArgumentException unless it {@linkplain #issuesFor issues} for the name
     */
    public Identity issue(String name, List<String> sans) throws IOException {
        if (!issuesFor(name)) {
            throw new IllegalArgumentException("not a name for a certificate: " + name);
        }
        SequencedSet<String> names = new LinkedHashSet<>();
        names.add(name);
        names.addAll(sans);
        Path file = folder.resolve(name + ".pem");
        if (!Files.exists(file) || !fits(PemFile.read(file).certificate(), names)) {
            KeyPair key = newKey();
            X509Certificate made = sign(Subject.leaf(name, List.copyOf(names)), key, LIFE);
            PemFile.write(file, List.of(made, authority.certificate()), key.getPrivate());
        }
        return new Identity(file, file);
    }

    private boolean fits(X509Certificate certificate, SequencedSet<String> names) {
        return fresh(certificate)
                && certificate
                        .getIssuerX500Principal()
                        .equals(authority.certificate().getSubjectX500Principal())
                && PemFile.signedBy(certificate, authority.certificate())
                && PemFile.sameNames(TlsNames.names(certificate), names);
    }

    private boolean fresh(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        return clock.instant()
                .isBefore(until.minus(Duration.between(from, until).dividedBy(3)));
    }

    /** The key file holds key and certificate, so one rename makes both; what others trust is a copy of the certificate. */
    private PemFile.Pair authority() throws IOException {
        Path file = folder.resolve("ca-key.pem");
        PemFile.Pair pair;
        if (Files.exists(file) && fresh(PemFile.read(file).certificate())) {
            pair = PemFile.read(file);
        } else {
            KeyPair key = Files.exists(file) ? PemFile.read(file).keyPair() : newKey();
            X509Certificate made = sign(Subject.authority(), key, key, AUTHORITY_LIFE);
            PemFile.write(file, List.of(made), key.getPrivate());
            pair = new PemFile.Pair(made, key.getPrivate());
        }
        if (!Files.exists(certificate()) || !PemFile.certificate(certificate()).equals(pair.certificate())) {
            PemFile.write(certificate(), List.of(pair.certificate()));
        }
        return pair;
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK has no P-256", impossible);
        }
    }

    /** Whom a certificate is for. */
    private record Subject(X500Name name, List<String> names, boolean signs) {
        static Subject authority() {
            return new Subject(commonName("Waypost local authority"), List.of(), true);
        }

        static Subject leaf(String name, List<String> names) {
            // RFC 5280 appendix A: a common name has at most 64 characters; the alternative names count anyway
            return new Subject(commonName(name.substring(0, Math.min(64, name.length()))), names, false);
        }

        private static X500Name commonName(String text) {
            return new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, text)
                    .build();
        }
    }

    private X509Certificate sign(Subject subject, KeyPair key, Duration life) throws IOException {
        return sign(subject, key, authority.keyPair(), life);
    }

    private X509Certificate sign(Subject subject, KeyPair key, KeyPair issuer, Duration life) throws IOException {
        Instant now = clock.instant();
        X500Name issuerName = Subject.authority().name();
        var builder = new JcaX509v3CertificateBuilder(
                issuerName,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(now.minus(BACKDATE)),
                Date.from(now.plus(life)),
                subject.name(),
                key.getPublic());
        try {
            extend(builder, subject, key, issuer);
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException unfit) {
            throw new IOException("cannot make a certificate in " + folder, unfit);
        }
    }

    private static void extend(JcaX509v3CertificateBuilder builder, Subject subject, KeyPair key, KeyPair issuer)
            throws CertIOException, GeneralSecurityException {
        var identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuer.getPublic()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(subject.signs()));
        if (subject.signs()) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return;
        }
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(subject.names()));
    }

    private static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name -> Names.literal(name).isPresent()
                        ? new GeneralName(GeneralName.iPAddress, name)
                        : new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }
}
