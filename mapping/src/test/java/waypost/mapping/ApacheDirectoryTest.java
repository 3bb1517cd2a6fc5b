package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.EmbeddedDirectory;
import waypost.directory.PasswordScheme;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.Refused;
import waypost.mapping.UserMapSettings.Proof;

/** The schema, the administration and the mapping against Apache Directory Server, which is strict about its schema. */
class ApacheDirectoryTest {
    private static final Path SCHEMA = Path.of(System.getProperty("waypost.repository", ".."), "ldap-schema");
    private static final Secret SECRET = new Secret("anna's");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ApacheDirectory directory;

    private Fixture fixture;
    private DirectoryAdministration administration;

    @BeforeAll
    static void start() throws Exception {
        directory = new ApacheDirectory(folder);
        // what OpenLDAP has in misc.schema
        try (InputStream recipient = EmbeddedDirectory.class.getResourceAsStream("mail-recipient.ldif");
                InputStream waypost = Files.newInputStream(SCHEMA.resolve("waypost.ldif"))) {
            directory.learn(Objects.requireNonNull(recipient));
            directory.learn(waypost);
        }
        try (LDAPConnection connection = directory.connect()) {
            connection.add("dn: " + ApacheDirectory.BASE, "objectClass: domain", "dc: waypost");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        directory.close();
    }

    @BeforeEach
    void addAnna() throws Exception {
        fixture = new Fixture();
        administration = new DirectoryAdministration(
                UserDirectory.usual(directory.settings()),
                Fixture.trust(),
                Fixture.RULES,
                PasswordScheme.SSHA512,
                new SplittableRandom(8));
        assertEquals(new Change.Done(), administration.addUser(NewUser.of("anna", SECRET, "store1")));
    }

    @AfterEach
    void deleteAnna() throws Exception {
        administration.deleteUser("anna");
        administration.close();
        fixture.close();
    }

    @ByEitherProof
    void eitherMapFindsAUserAndChecksThePassword(Proof proof) throws Exception {
        try (UserMaps maps = maps(proof)) {
            Granted granted = assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            assertEquals("anna@example.net", granted.name().toString());
            assertEquals("store1", granted.route().target());
            assertEquals(36, granted.directoryId().value().length(), "an entryUUID");
            Granted located = assertInstanceOf(Granted.class, maps.locate("Anna@example.org"));
            assertEquals(granted, located.by(Logins.Shown.PASSWORD));
            assertEquals(new Refused(Kind.CREDENTIALS), maps.authenticate("anna", new Secret("no"), Service.IMAP));
            assertEquals(new Answer.Unknown(), maps.authenticate("nobody", SECRET, Service.IMAP));
        }
    }

    private UserMaps maps(Proof proof) throws Exception {
        return fixture.open(Fixture.settings(directory.settings(), Fixture.map(proof)));
    }

    @ByEitherProof
    void aRenamedUserIsTheSameAccount(Proof proof) throws Exception {
        try (UserMaps maps = maps(proof)) {
            Granted before = assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            NewName anne = new NewName(Optional.of("anne"), Optional.empty(), NewName.Before.GIVEN_UP);
            assertEquals(new Change.Done(), administration.rename("anna", anne));
            Granted after = assertInstanceOf(Granted.class, maps.authenticate("anne", SECRET, Service.IMAP));
            assertEquals(before.directoryId(), after.directoryId());
            assertEquals("anne@example.net", after.name().toString());
            administration.deleteUser("anne");
        }
    }

    @Test
    void theSchemaSaysWhatAnAccountMayHave() throws Exception {
        try (UserMaps maps = maps(Proof.STORED_HASH)) {
            assertEquals(new Change.Done(), administration.changeState("anna", "disabled"));
            assertEquals(new Refused(Kind.DISABLED), maps.locate("anna"));
            assertEquals(new Change.Done(), administration.changeState("anna", "locked"));
            fixture.pass(Duration.ofHours(1));
            assertInstanceOf(Granted.class, maps.locate("anna"));
            assertEquals(new Refused(Kind.LOCKED), maps.authenticate("anna", SECRET, Service.IMAP));
        }
        var twoStates = new Modification(ModificationType.REPLACE, "waypostState", "active", "locked");
        var words = new Modification(ModificationType.REPLACE, "waypostQuota", "much");
        assertEquals(ResultCode.CONSTRAINT_VIOLATION, refusal(twoStates));
        assertEquals(ResultCode.INVALID_ATTRIBUTE_SYNTAX, refusal(words));
    }

    private static ResultCode refusal(Modification modification) throws LDAPException {
        try (LDAPConnection connection = directory.connect()) {
            return assertThrows(
                            LDAPException.class,
                            () -> connection.modify(
                                    "uid=anna@example.net,ou=users," + ApacheDirectory.BASE, modification))
                    .getResultCode();
        }
    }

    @Test
    void domainsAreEntries() throws Exception {
        assertEquals(new Change.Done(), administration.domains().add("example.net"));
        assertEquals(List.of("example.net"), administration.domains().all());
        try (LDAPConnection connection = directory.connect()) {
            LDAPException refused = assertThrows(
                    LDAPException.class,
                    () -> connection.add(
                            "dn: ou=none,ou=domains," + ApacheDirectory.BASE,
                            "objectClass: waypostDomain",
                            "ou: none"));
            assertEquals(ResultCode.OBJECT_CLASS_VIOLATION, refused.getResultCode());
        }
    }
}
