package waypost.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who says who a user is: the authorities that users' certificates come from, and what they have taken back (RFC 5280 §5, §6). Asks nobody. Immutable. */
public final class UserAuthorities {
    /** RFC 5280 §4.2.1.12: id-kp-clientAuth. */
    private static final String CLIENTS = "1.3.6.1.5.5.7.3.2";

    /** RFC 5280 §4.2.1.3: digitalSignature. */
    private static final boolean[] SIGNS = {true};

    /** Certificates between a user and an authority, the user's included. */
    private static final int LONGEST = 8;

    /**
     * The files of such authorities.
     *
     * @param trust certificates of theirs, PEM
     * @param revoked lists of theirs, PEM or DER; without any nothing counts as taken back
     * @param nodes certificates of those whom nodes are believed by, PEM: users are not
     */
    public record Source(List<Path> trust, List<Path> revoked, List<Path> nodes) {
        public Source {
            trust = List.copyOf(trust);
            revoked = List.copyOf(revoked);
            nodes = List.copyOf(nodes);
        }

        List<Path> files() {
            List<Path> files = new ArrayList<>(trust);
            files.addAll(revoked);
            files.addAll(nodes);
            return files;
        }
    }

    private final List<X509Certificate> issuers;
    private final List<CRL> revocations;

    private UserAuthorities(List<X509Certificate> issuers, List<CRL> revocations) {
        this.issuers = issuers;
        this.revocations = revocations;
    }

    /** @throws IOException if a file cannot be used, or users and nodes would have an authority in common */
    public static UserAuthorities read(Source source) throws IOException {
        List<X509Certificate> issuers = List.of(TlsFiles.certificates(source.trust()));
        for (X509Certificate node : TlsFiles.certificates(source.nodes())) {
            for (X509Certificate user : issuers) {
                if (related(user, node)) {
                    throw new IOException("an authority of nodes is none of users, or one could pose as the other: "
                            + user.getSubjectX500Principal());
                }
            }
        }
        List<CRL> revocations = new ArrayList<>();
        for (Path file : source.revoked()) {
            revocations.addAll(revocations(file));
        }
        return new UserAuthorities(issuers, List.copyOf(revocations));
    }

    private static boolean related(X509Certificate one, X509Certificate other) {
        return one.getPublicKey().equals(other.getPublicKey())
                || PemFile.signedBy(one, other)
                || PemFile.signedBy(other, one);
    }

    /** At least one. */
    static Collection<? extends CRL> revocations(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends CRL> lists =
                    CertificateFactory.getInstance("X.509").generateCRLs(in);
            if (lists.isEmpty()) {
                throw new IOException("no revocation lists: " + file);
            }
            return lists;
        } catch (GeneralSecurityException unfit) {
            throw new IOException("no usable revocation list in " + file, unfit);
        }
    }

    X509Certificate[] issuers() {
        return issuers.toArray(X509Certificate[]::new);
    }

    /**
     * Whether a user is who the first of these certificates says. No network is asked, and revocation lists that are out of date are none.
     *
     * @throws CertificateException if not, with the reason
     */
    void check(Certificate[] shown) throws CertificateException {
        List<X509Certificate> all = Stream.of(shown)
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
        if (all.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        try {
            X509CertSelector clients = new X509CertSelector();
            clients.setExtendedKeyUsage(Set.of(CLIENTS));
            clients.setKeyUsage(SIGNS);
            if (!clients.match(all.getFirst())) {
                throw new CertificateException("not for clients of TLS");
            }
            validate(path(all));
        } catch (CertificateException told) {
            throw told;
        } catch (GeneralSecurityException | IOException not) {
            throw new CertificateException(reason(not), not);
        }
    }

    /** From the first certificate to one that an authority has made, through others that were shown in whatever order. */
    private List<X509Certificate> path(List<X509Certificate> shown) throws CertificateException {
        List<X509Certificate> path = new ArrayList<>(List.of(shown.getFirst()));
        while (issuers.stream().noneMatch(issuer -> made(issuer, path.getLast()))) {
            X509Certificate above = shown.stream()
                    .filter(other -> !path.contains(other) && made(other, path.getLast()))
                    .findFirst()
                    .filter(_ -> path.size() < LONGEST)
                    .orElseThrow(() -> new CertificateException(
                            "from nobody who is named: " + path.getLast().getIssuerX500Principal()));
            path.add(above);
        }
        return path;
    }

    private static boolean made(X509Certificate issuer, X509Certificate certificate) {
        return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && PemFile.signedBy(certificate, issuer);
    }

    private void validate(List<X509Certificate> path) throws GeneralSecurityException {
        Set<TrustAnchor> anchors = new HashSet<>();
        issuers.forEach(issuer -> anchors.add(new TrustAnchor(issuer, null)));
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        if (!revocations.isEmpty() && validator.getRevocationChecker() instanceof PKIXRevocationChecker lists) {
            lists.setOptions(
                    Set.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(revocations)));
            parameters.addCertPathChecker(lists);
        }
        validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    }

    /** What the innermost cause says: those around it say only that there was one. */
    private static String reason(Throwable failed) {
        Throwable inner = failed;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return Failures.text(inner);
    }
}
