package waypost.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import waypost.config.ClusterNodeSection;
import waypost.config.Configuration;
import waypost.config.DirectorySection;
import waypost.config.Item;
import waypost.config.Problem;
import waypost.config.Problems;
import waypost.config.TlsSection;
import waypost.config.TlsSection.Certificate;
import waypost.net.CertificateFiles;
import waypost.net.Identity;
import waypost.net.LocalAuthority;
import waypost.net.UserAuthorities;

/**
 * Whether a node can start with the certificates that its file names, and make those that it does not name. Only for who is to run it:
 * another may not even be allowed to read the keys.
 */
record CertificateCheck(Configuration configuration, Problems problems) {
    private static final String SOME_CERTIFICATES = "name a file of certificates, PEM, that can be read";

    static void of(Configuration configuration, Problems problems) {
        CertificateCheck check = new CertificateCheck(configuration, problems);
        own(configuration).forEach(check::identity);
        authorities(configuration).forEach(check::authorities);
        check.users();
        Item.of("directories", configuration.directories()).forEach(check::directory);
        Item.of("oauth", configuration.oauth())
                .forEach(item -> check.trust(item.key("trust"), item.value().trust()));
        check.names();
    }

    /** What is shown to others. */
    private static List<Item<Certificate>> own(Configuration configuration) {
        TlsSection tls = configuration.tls();
        List<Item<Certificate>> own = new ArrayList<>(Item.of("tls.certificates", tls.certificates()));
        tls.node().ifPresent(node -> own.add(new Item<>("tls.node", node)));
        return own;
    }

    /** What nodes are believed by. */
    private static List<Item<Path>> authorities(Configuration configuration) {
        List<Item<Path>> authorities = new ArrayList<>();
        configuration.tls().trust().ifPresent(trust -> authorities.add(new Item<>("tls.trust", trust)));
        for (Item<ClusterNodeSection> node : Item.of("nodes", configuration.nodes())) {
            node.value()
                    .trust()
                    .filter(_ -> NodeTls.foreign(node.value()))
                    .ifPresent(trust -> authorities.add(new Item<>(node.key("trust"), trust)));
        }
        return authorities;
    }

    private interface Use {
        void of() throws IOException;
    }

    private void identity(Item<Certificate> item) {
        Certificate files = item.value();
        String certificate = item.key("certificate");
        String key = item.key("key");
        attempt(certificate, SOME_CERTIFICATES, () -> CertificateFiles.certificates(files.certificate()));
        attempt(key, "name a file with a private key, PEM, that can be read", () -> CertificateFiles.key(files.key()));
        if (problems.whole(certificate)) {
            attempt(
                    key,
                    "name the key that the certificate was made for",
                    () -> CertificateFiles.identity(new Identity(files.certificate(), files.key())));
        }
    }

    private void authorities(Item<Path> trust) {
        attempt(trust.key(), SOME_CERTIFICATES, () -> CertificateFiles.certificates(trust.value()));
    }

    private void users() {
        configuration.tls().users().ifPresent(users -> {
            Item.of("tls.users.trust", users.trust()).forEach(this::authorities);
            Item.of("tls.users.revoked", users.revoked())
                    .forEach(list -> attempt(
                            list.key(),
                            "name a file of revocation lists, PEM or DER, that can be read",
                            () -> CertificateFiles.revocations(list.value())));
            if (Stream.of("tls.users.trust", "tls.users.revoked", "tls.trust").allMatch(problems::whole)) {
                attempt(
                        "tls.users.trust",
                        "name authorities that make no certificates for nodes",
                        () -> UserAuthorities.read(NodeTls.authorities(users, ofNodes())));
            }
        });
    }

    /** What nodes are believed by, if it is there yet. */
    private List<Path> ofNodes() {
        Path own = NodeTls.folder(configuration).resolve(LocalAuthority.CERTIFICATE);
        return configuration.tls().trust().or(() -> Optional.of(own).filter(Files::exists)).stream()
                .toList();
    }

    private void directory(Item<DirectorySection> item) {
        trust(item.key("trust"), item.value().trust());
        item.value()
                .bind()
                .flatMap(DirectoryTrust::shown)
                .ifPresent(shown ->
                        identity(new Item<>(item.key("bind"), new Certificate(shown.certificate(), shown.key()))));
    }

    private void trust(String key, Optional<Path> file) {
        file.ifPresent(one -> attempt(key, SOME_CERTIFICATES, () -> CertificateFiles.certificates(one)));
    }

    /** Does not try what is wrong already. */
    private void attempt(String key, String instead, Use use) {
        if (!problems.whole(key)) {
            return;
        }
        try {
            use.of();
        } catch (IOException unfit) {
            problems.tell(new Problem(key, Reason.of(unfit), instead));
        }
    }

    /** The node's own authority makes certificates for the names of the node where the file names none. */
    private void names() {
        String node = configuration.node().name().value();
        if (configuration.tls().node().isEmpty() && !LocalAuthority.issuesFor(node)) {
            problems.tell(
                    new Problem(
                            "node.name",
                            "not a name for a certificate: " + node,
                            "give the node another name, or a certificate under tls.node"),
                    "node.name",
                    "tls.node");
        }
        configuration
                .node()
                .hostname()
                .filter(_ -> NodeTls.makesPublic(configuration))
                .filter(name -> !LocalAuthority.issuesFor(name))
                .ifPresent(name -> problems.tell(
                        new Problem(
                                "node.hostname",
                                "not a name for a certificate: " + name,
                                "write a host name, as in mail.example.net, or name a certificate under tls.certificates"),
                        "node.hostname",
                        "tls.certificates"));
    }

    /**
     * Certificates that nobody believes now. A node starts with them all the same: others of its services may need none, and it takes the new
     * ones when they are there.
     */
    static List<Problem> outdated(Configuration configuration, Instant now) {
        Optional<TlsSection.Users> users = configuration.tls().users();
        return Stream.of(
                        own(configuration).stream()
                                .flatMap(own -> outdated(
                                        own.key("certificate"), own.value().certificate(), 1, now)),
                        Stream.concat(
                                        authorities(configuration).stream(),
                                        items("tls.users.trust", users, TlsSection.Users::trust))
                                .flatMap(trust -> outdated(trust.key(), trust.value(), Integer.MAX_VALUE, now)),
                        items("tls.users.revoked", users, TlsSection.Users::revoked)
                                .flatMap(list -> outdatedList(list.key(), list.value(), now)))
                .flatMap(problems -> problems)
                .toList();
    }

    private static Stream<Item<Path>> items(
            String key, Optional<TlsSection.Users> users, Function<TlsSection.Users, List<Path>> files) {
        return Item.of(key, users.map(files).orElseGet(List::of)).stream();
    }

    /** Whose authority nobody is believed by. */
    private static Stream<Problem> outdatedList(String key, Path file, Instant now) {
        try {
            return CertificateFiles.revocations(file).stream()
                    .filter(until -> now.isAfter(until))
                    .limit(1)
                    .map(until -> new Problem(
                            key,
                            file + " has a list that was valid to " + until + " only",
                            "put a new list of the authority there"));
        } catch (IOException unreadable) { // which the other check has told
            return Stream.empty();
        }
    }

    /** @param first how many of the certificates in the file count; it is of use if one of them is */
    private static Stream<Problem> outdated(String key, Path file, int first, Instant now) {
        try {
            List<X509Certificate> all = CertificateFiles.certificates(file);
            if (all.stream().limit(first).anyMatch(certificate -> valid(certificate, now))) {
                return Stream.empty();
            }
            X509Certificate certificate = all.getFirst();
            return Stream.of(new Problem(
                    key,
                    file + " is valid from " + certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant() + " only",
                    "put a new certificate there, or mend the clock"));
        } catch (IOException unreadable) { // which the other check has told
            return Stream.empty();
        }
    }

    private static boolean valid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }
}
