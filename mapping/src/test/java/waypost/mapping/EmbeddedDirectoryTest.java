package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.directory.EmbeddedDirectory;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Proof;

class EmbeddedDirectoryTest {
    private static final Secret SECRET = new Secret("secret");

    @TempDir
    Path folder;

    private EmbeddedDirectory open() throws IOException {
        return Adder.open(folder);
    }

    private static DirectoryAdministration administration(EmbeddedDirectory directory) throws Exception {
        return Adder.administration(directory);
    }

    private static UserMaps mapping(EmbeddedDirectory directory, Proof proof) throws Exception {
        var map = new UserMapSettings.Directory(
                "users",
                new UserMapSettings.Domains(List.of(), Optional.of("(associatedDomain=%d)")),
                "embedded",
                proof,
                UserMapSettings.Several.UNAVAILABLE,
                UserMapSettings.CatchAll.OFF);
        return UserMaps.open(
                Fixture.settings(directory.asDirectory("embedded"), map),
                Fixture.RULES,
                Fixture.trust(),
                InstantSource.system(),
                System::nanoTime,
                new SplittableRandom(4));
    }

    @ByEitherProof
    void aUserAddedCanLogIn(Proof proof) throws Exception {
        try (EmbeddedDirectory directory = open();
                DirectoryAdministration administration = administration(directory);
                UserMaps maps = mapping(directory, proof)) {
            assertEquals(new Change.Done(), administration.domains().add("Example.NET"));
            assertEquals(new Change.Exists(), administration.domains().add("example.net"));
            assertEquals(List.of("example.net"), administration.domains().all());
            var anna = new NewUser(
                    "Anna@example.net",
                    SECRET,
                    "store1",
                    List.of("a.nna"),
                    Set.of(Service.IMAP),
                    OptionalLong.of(1000),
                    Optional.of("staff"));
            assertEquals(new Change.Done(), administration.addUser(anna));
            assertEquals(new Change.Exists(), administration.addUser(anna));
            assertEquals(
                    new Change.Exists(), administration.addUser(NewUser.of("a.nna@example.net", SECRET, "store1")));
            Granted granted = assertInstanceOf(Granted.class, maps.authenticate("a.nna", SECRET, Service.IMAP));
            assertEquals("anna@example.net", granted.name().toString());
            assertEquals(OptionalLong.of(1000), granted.limits().storage());
            assertEquals(new Answer.Refused(Answer.Kind.SERVICE), maps.authenticate("anna", SECRET, Service.POP3));
            assertEquals(new Answer.Unknown(), maps.locate("anna@elsewhere.example"));
            assertEquals(Mapping.DomainAnswer.FOREIGN, maps.domain("anna@elsewhere.example"));
            assertEquals(Mapping.DomainAnswer.OURS, maps.domain("nobody@example.net"));
        }
    }

    @Test
    void changesOutliveTheProcess() throws Exception {
        DirectoryId before;
        try (EmbeddedDirectory directory = open();
                DirectoryAdministration administration = administration(directory);
                UserMaps maps = mapping(directory, Proof.STORED_HASH)) {
            administration.domains().add("example.net");
            administration.addUser(NewUser.of("anna", SECRET, "store1"));
            administration.addUser(NewUser.of("bob", SECRET, "store1"));
            administration.addUser(NewUser.of("grüße", SECRET, "store1"));
            before = assertInstanceOf(Granted.class, maps.locate("anna")).directoryId();
            assertEquals(new Change.Done(), administration.changePassword("anna", new Secret("newer")));
            assertEquals(new Change.Done(), administration.deleteUser("bob"));
            assertEquals(new Change.Missing(), administration.deleteUser("bob"));
        }
        for (int i = 0; i < 2; i++) {
            try (EmbeddedDirectory directory = open();
                    DirectoryAdministration administration = administration(directory);
                    UserMaps maps = mapping(directory, Proof.STORED_HASH)) {
                Granted granted =
                        assertInstanceOf(Granted.class, maps.authenticate("anna", new Secret("newer"), Service.IMAP));
                assertEquals(before, granted.directoryId());
                assertEquals(new Answer.Unknown(), maps.locate("bob"));
                assertEquals(List.of("anna@example.net", "grüße@example.net"), addresses(administration));
            }
        }
    }

    @Test
    void aRenamedSubtreeIsKept() throws Exception {
        try (EmbeddedDirectory directory = open();
                DirectoryAdministration administration = administration(directory);
                LDAPConnection connection = connect(directory)) {
            administration.addUser(NewUser.of("anna", SECRET, "store1"));
            connection.modifyDN("ou=users,dc=waypost", "ou=people", true);
        }
        try (EmbeddedDirectory directory = open();
                LDAPConnection connection = connect(directory)) {
            assertNotNull(connection.getEntry("uid=anna@example.net,ou=people,dc=waypost"));
            assertNull(connection.getEntry("uid=anna@example.net,ou=users,dc=waypost"));
        }
    }

    private static LDAPConnection connect(EmbeddedDirectory directory) throws LDAPException {
        return new LDAPConnection(
                "127.0.0.1",
                directory.address().getPort(),
                directory.adminDn(),
                directory.adminPassword().value());
    }

    @ParameterizedTest
    @CsvSource({"false, 50", "true, 50"})
    void whoIsNotTheAdministratorSeesNothing(boolean asUser, int code) throws Exception {
        try (EmbeddedDirectory directory = open();
                DirectoryAdministration administration = administration(directory);
                var connection =
                        new LDAPConnection("127.0.0.1", directory.address().getPort())) {
            administration.addUser(NewUser.of("anna", SECRET, "store1"));
            String dn = "uid=anna@example.net,ou=users,dc=waypost";
            if (asUser) {
                connection.bind(dn, SECRET.value());
            }
            for (LdapCall call : List.<LdapCall>of(
                    c -> c.search(dn, SearchScope.BASE, "(objectClass=*)"),
                    c -> c.compare(dn, "mailHost", "store1"),
                    c -> c.delete(dn),
                    c -> c.modify("dn: " + dn, "changetype: modify", "replace: mailHost", "mailHost: store2"),
                    c -> c.modifyDN(dn, "uid=x", true),
                    c -> c.add("dn: ou=x,dc=waypost", "objectClass: organizationalUnit", "ou: x"))) {
                LDAPException refused = assertThrows(LDAPException.class, () -> call.on(connection));
                assertEquals(code, refused.getResultCode().intValue());
            }
            assertEquals(1, administration.users().size());
        }
    }

    private interface LdapCall {
        void on(LDAPConnection connection) throws Exception;
    }

    @Test
    void bindsAreRefusedAlike() throws Exception {
        try (EmbeddedDirectory directory = open();
                DirectoryAdministration administration = administration(directory);
                var connection =
                        new LDAPConnection("127.0.0.1", directory.address().getPort())) {
            administration.addUser(NewUser.of("anna", SECRET, "store1"));
            administration.addUser(NewUser.of("bob", SECRET, "store1"));
            try (LDAPConnection administrator = connect(directory)) {
                administrator.modify(
                        "uid=bob@example.net,ou=users,dc=waypost",
                        new Modification(ModificationType.REPLACE, "userPassword", "{CRYPT}!locked"));
            }
            for (String dn : List.of(
                    directory.adminDn(),
                    "uid=anna@example.net,ou=users,dc=waypost",
                    "uid=bob@example.net,ou=users,dc=waypost",
                    "uid=nobody,dc=waypost",
                    "dc=waypost")) {
                LDAPException refused = assertThrows(LDAPException.class, () -> connection.bind(dn, "guess"));
                assertEquals(ResultCode.INVALID_CREDENTIALS, refused.getResultCode(), dn);
            }
        }
    }

    @Test
    void announcesNoOperationThatItDeclines() throws Exception {
        try (EmbeddedDirectory directory = open();
                LDAPConnection connection = connect(directory)) {
            RootDSE root = connection.getRootDSE();
            assertNotNull(root);
            assertNull(root.getSupportedExtendedOperationOIDs());
        }
    }

    @Test
    void theFolderBelongsToOneProcess() throws Exception {
        try (EmbeddedDirectory directory = open()) {
            assertNotEquals(0, directory.address().getPort());
            assertThrows(IOException.class, this::open);
            assertEquals(
                    PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(folder.resolve("admin.secret")));
        }
    }

    @Test
    void aTornEndIsCutAndDamageIsNot() throws Exception {
        try (EmbeddedDirectory directory = open();
                DirectoryAdministration administration = administration(directory)) {
            administration.addUser(NewUser.of("anna", SECRET, "store1"));
            administration.addUser(NewUser.of("bob", SECRET, "store1"));
        }
        Path changes = folder.resolve("changes-0.ldif");
        byte[] whole = Files.readAllBytes(changes);
        byte[] oneShort = Arrays.copyOf(whole, whole.length - 1);
        for (byte[] torn : List.of(oneShort, Arrays.copyOf(whole, whole.length - 200))) {
            Files.write(changes, torn);
            try (EmbeddedDirectory directory = open();
                    DirectoryAdministration administration = administration(directory)) {
                assertEquals(List.of("anna@example.net"), addresses(administration));
                assertEquals(new Change.Done(), administration.addUser(NewUser.of("bob", SECRET, "store1")));
                assertEquals(List.of("anna@example.net", "bob@example.net"), addresses(administration));
            }
        }
        whole[20] ^= 1;
        Files.write(changes, whole, StandardOpenOption.TRUNCATE_EXISTING);
        assertThrows(IOException.class, this::open);
    }

    private static List<String> addresses(DirectoryAdministration administration) throws IOException {
        return administration.users().stream().map(UserListing::address).toList();
    }

    /** A process that adds entries until it is killed: what it said it had added is there. */
    @Test
    void whatWasAcknowledgedSurvivesAKill() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Adder.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var acknowledged = new TreeSet<String>();
        try (BufferedReader out = child.inputReader()) {
            int enough = 20 + new SplittableRandom(9).nextInt(20);
            String line;
            while ((line = out.readLine()) != null) {
                acknowledged.add(line);
                if (acknowledged.size() == enough) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        child.waitFor();
        assertTrue(acknowledged.size() >= 20, () -> acknowledged.size() + " acknowledged");
        try (EmbeddedDirectory directory = Adder.open(folder);
                DirectoryAdministration administration = Adder.administration(directory)) {
            var present = new TreeSet<>(
                    administration.users().stream().map(UserListing::address).toList());
            assertTrue(present.containsAll(acknowledged), () -> acknowledged + " against " + present);
        }
    }
}
