package waypost.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.testkit.TestAuthority;
import waypost.testkit.TestAuthority.Issued;
import waypost.testkit.TestAuthority.Wanted;

/** Which certificates are users', and why others are not. */
class UserAuthoritiesTest {
    private static final Instant NOW = Instant.now();
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
    private static final TestAuthority ROOT = TestAuthority.root("Users");
    private static final TestAuthority BELOW = ROOT.below("Staff");
    private static final TestAuthority NODES = TestAuthority.root("Nodes");
    private static final Wanted ANNA = Wanted.of(TestAuthority.email("anna@example.net"));
    private static final Issued GOOD = ROOT.issue(ANNA);
    private static final Issued STAFF = BELOW.issue(ANNA);

    @TempDir
    Path folder;

    private UserAuthorities authorities(String... lists) throws Exception {
        List<Path> revoked = lists.length == 0
                ? List.of()
                : List.of(Files.writeString(folder.resolve("revoked.pem"), String.join("\n", lists)));
        return UserAuthorities.read(new UserAuthorities.Source(
                List.of(ROOT.write(folder.resolve("users.pem"))),
                revoked,
                List.of(NODES.write(folder.resolve("nodes.pem")))));
    }

    private static Certificate[] chain(Issued issued) {
        return issued.chain().toArray(Certificate[]::new);
    }

    private static String objection(UserAuthorities authorities, Certificate... shown) {
        return String.valueOf(assertThrows(CertificateException.class, () -> authorities.check(shown))
                .getMessage());
    }

    static Stream<Arguments> refused() {
        Instant yesterday = NOW.minus(Duration.ofDays(1));
        return Stream.of(
                Arguments.of(ROOT.issue(ANNA.within(yesterday, NOW.minusSeconds(60))), "CertificateExpiredException"),
                Arguments.of(ROOT.issue(ANNA.within(NOW.plusSeconds(600), TOMORROW)), "CertificateNotYetValid"),
                Arguments.of(NODES.issue(ANNA), "from nobody who is named: CN="),
                Arguments.of(TestAuthority.root("Users").issue(ANNA), "from nobody who is named: CN=Users"),
                Arguments.of(ROOT.issue(ANNA.meant(KeyPurposeId.id_kp_serverAuth)), "not for clients of TLS"),
                Arguments.of(ROOT.issue(ANNA.meant(KeyPurposeId.id_kp_emailProtection)), "not for clients of TLS"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(Issued issued, String why) throws Exception {
        String told = objection(authorities(), chain(issued));
        assertTrue(told.contains(why), told);
    }

    static Stream<Issued> believed() {
        return Stream.of(
                GOOD,
                STAFF,
                ROOT.issue(ANNA.meant()),
                ROOT.issue(ANNA.meant(KeyPurposeId.anyExtendedKeyUsage)),
                ROOT.issue(ANNA.meant(KeyPurposeId.id_kp_smartcardlogon, KeyPurposeId.id_kp_clientAuth)));
    }

    @ParameterizedTest
    @MethodSource
    void believed(Issued issued) throws Exception {
        UserAuthorities authorities = authorities();
        assertDoesNotThrow(() -> authorities.check(chain(issued)));
    }

    /** What leads to the root has to be shown, in whatever order and with whatever else. */
    @Test
    void chains() throws Exception {
        UserAuthorities authorities = authorities();
        assertTrue(objection(authorities, STAFF.certificate()).contains("from nobody who is named: CN="));
        assertDoesNotThrow(() -> authorities.check(
                new Certificate[] {STAFF.certificate(), NODES.certificate(), ROOT.certificate(), BELOW.certificate()}));
        assertEquals("no certificate", objection(authorities));
        assertTrue(objection(authorities, BELOW.certificate()).contains("not for clients of TLS"));
    }

    @Test
    void whatWasTakenBack() throws Exception {
        String none = ROOT.revoking(TOMORROW);
        UserAuthorities authorities = authorities(none);
        assertDoesNotThrow(() -> authorities.check(chain(GOOD)));
        assertTrue(objection(authorities(ROOT.revoking(TOMORROW, GOOD.certificate())), chain(GOOD))
                .contains("CertificateRevokedException"));
        assertTrue(objection(authorities, chain(STAFF)).contains("revocation"), "a list of Staff's is wanted, too");
        UserAuthorities both = authorities(none, BELOW.revoking(TOMORROW));
        assertDoesNotThrow(() -> both.check(chain(STAFF)));
        UserAuthorities without = authorities(ROOT.revoking(TOMORROW, BELOW.certificate()), BELOW.revoking(TOMORROW));
        assertTrue(objection(without, chain(STAFF)).contains("CertificateRevokedException"));
        UserAuthorities late = authorities(ROOT.revoking(NOW.minus(Duration.ofHours(2))));
        assertTrue(objection(late, chain(GOOD)).contains("revocation"), "a list that is out of date is none");
        UserAuthorities forged = authorities(TestAuthority.root("Users").revoking(TOMORROW));
        assertTrue(objection(forged, chain(GOOD)).contains("revocation"));
    }

    private static String unusable(List<Path> trust, List<Path> revoked, List<Path> nodes) {
        return String.valueOf(assertThrows(
                        IOException.class,
                        () -> UserAuthorities.read(new UserAuthorities.Source(trust, revoked, nodes)))
                .getMessage());
    }

    @Test
    void filesThatCannotBeUsed() throws Exception {
        Path users = ROOT.write(folder.resolve("users.pem"));
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path odd = Files.writeString(
                folder.resolve("odd.pem"), "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n");
        assertEquals("no certificates in PEM form: " + empty, unusable(List.of(empty), List.of(), List.of()));
        assertEquals("no revocation lists: " + empty, unusable(List.of(users), List.of(empty), List.of()));
        assertEquals("no usable revocation list in " + odd, unusable(List.of(users), List.of(odd), List.of()));
    }

    /** Or a user's certificate could open the door for nodes, and a node's a mailbox. */
    @Test
    void nodesAndUsersHaveNoAuthorityInCommon() throws Exception {
        Path root = ROOT.write(folder.resolve("users.pem"));
        Path below = BELOW.write(folder.resolve("staff.pem"));
        for (List<Path> pair : List.of(List.of(root, root), List.of(root, below), List.of(below, root))) {
            String told = unusable(List.of(pair.getFirst()), List.of(), List.of(pair.getLast()));
            assertTrue(told.startsWith("an authority of nodes is none of users"), told);
        }
    }
}
