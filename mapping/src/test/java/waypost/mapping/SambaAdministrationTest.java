package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldif.LDIFReader;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.Refused;
import waypost.mapping.UserMapSettings.Proof;
import waypost.testkit.SambaProcess;

/** Users, groups and aliases written to Active Directory, before and after its schema is extended. */
@Tag("peers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Samba listens on ports below 1024 only, which takes root")
class SambaAdministrationTest {
    private static final Path SCHEMA = Path.of(System.getProperty("waypost.repository", ".."), "ldap-schema");
    private static final Secret NEWER = new Secret("Other-2026");

    @TempDir
    static Path folder;

    private static Samba samba;

    private Fixture fixture;

    @BeforeAll
    static void start() throws Exception {
        samba = new Samba(folder, "ldap server require strong auth = no", "dsdb:schema update allowed = yes");
    }

    @AfterAll
    static void stop() {
        samba.close();
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static DirectoryAdministration administration(DirectorySettings directory) throws Exception {
        return new DirectoryAdministration(
                directory, Fixture.trust(), Fixture.RULES, PasswordScheme.SSHA512, new SplittableRandom(8));
    }

    private UserMaps maps(DirectorySettings directory) throws Exception {
        return fixture.open(Fixture.settings(directory, Fixture.map(Proof.BIND)));
    }

    private static void done(Change change) {
        assertEquals(new Change.Done(), change);
    }

    @Test
    @Order(1)
    void usersWithoutOurSchema() throws Exception {
        try (DirectoryAdministration administration = administration(samba.settings());
                UserMaps maps = maps(samba.settings())) {
            done(administration.addUser(
                    NewUser.of("anna@example.net", Samba.PASSWORD, "store1").with("sales@example.net")));
            assertEquals(new Change.Exists(), administration.addUser(NewUser.of("sales@example.net", NEWER, "store1")));
            Granted anna = assertInstanceOf(
                    Granted.class, maps.authenticate("sales@example.net", Samba.PASSWORD, Service.IMAP));
            assertEquals("anna@example.net", anna.name().toString());
            assertInstanceOf(Granted.class, maps.authenticate("anna", Samba.PASSWORD, Service.IMAP));
            done(administration.changePassword("anna@example.net", NEWER));
            done(administration.changeState("anna@example.net", "disabled"));
            assertEquals("disabled", administration.users().getFirst().state());
            fixture.pass(Duration.ofHours(1));
            assertEquals(new Refused(Kind.DISABLED), maps.locate("anna@example.net"));
            done(administration.changeState("anna@example.net", "active"));
            fixture.pass(Duration.ofHours(1));
            assertInstanceOf(Granted.class, maps.authenticate("anna@example.net", NEWER, Service.IMAP));
            assertInstanceOf(Change.Declined.class, administration.changeState("anna@example.net", "locked"));
            assertInstanceOf(Change.Declined.class, administration.revoke("anna@example.net"));
            assertInstanceOf(
                    Change.Declined.class,
                    administration.addUser(NewUser.of("a.name.that.is.too.long@example.net", NEWER, "store1")));
            assertEquals(List.of(), administration.domains());
            done(administration.addUser(NewUser.of("gone@example.net", Samba.PASSWORD, "store1")));
            done(administration.deleteUser("gone@example.net"));
            assertEquals(new Change.Missing(), administration.deleteUser("gone@example.net"));
        }
    }

    @Test
    @Order(2)
    void groupsAndAliases() throws Exception {
        try (DirectoryAdministration administration = administration(samba.settings());
                UserMaps maps = maps(samba.settings())) {
            done(administration.addUser(NewUser.of("bert@example.net", Samba.PASSWORD, "store1")));
            GroupAdministration groups = administration.groups();
            done(groups.add("team@example.net", List.of()));
            done(groups.addMember("team@example.net", "anna@example.net"));
            done(groups.addMember("team@example.net", "bert@example.net"));
            assertEquals(
                    List.of(new GroupAdministration.Listing(
                            "team@example.net", List.of("anna@example.net", "bert@example.net"))),
                    groups.all());
            assertInstanceOf(Addressees.Several.class, maps.whose("team@example.net"));
            done(groups.removeMember("team@example.net", "anna@example.net"));
            assertEquals(new Change.Missing(), groups.removeMember("team@example.net", "anna@example.net"));
            AliasAdministration aliases = administration.aliases();
            done(aliases.add("info@example.net", "team@example.net"));
            done(aliases.add("post@example.net", "bert@example.net"));
            assertInstanceOf(Change.Declined.class, aliases.add("x@example.net", "nobody@example.net"));
            assertTrue(aliases.all().contains(new AliasAdministration.Listing("info@example.net", "team@example.net")));
            fixture.pass(Duration.ofHours(1));
            assertEquals(
                    "bert@example.net",
                    assertInstanceOf(
                                    Granted.class,
                                    maps.whose("info@example.net").account())
                            .name()
                            .toString());
            done(aliases.delete("post@example.net"));
            assertInstanceOf(Change.Declined.class, aliases.delete("bert@example.net"));
            done(groups.delete("team@example.net"));
        }
    }

    @Test
    @Order(3)
    void usersWithOurSchema() throws Exception {
        extend();
        DirectorySettings extended = with(DirectoryKind.ACTIVE_DIRECTORY.attributes(), samba.settings());
        try (DirectoryAdministration administration = administration(extended);
                UserMaps maps = maps(extended)) {
            done(administration.addUser(new NewUser(
                    "cora@example.net",
                    Samba.PASSWORD,
                    "store2",
                    List.of(),
                    Set.of(Service.IMAP),
                    OptionalLong.of(1 << 30),
                    Optional.of("staff"))));
            Granted cora = assertInstanceOf(
                    Granted.class, maps.authenticate("cora@example.net", Samba.PASSWORD, Service.IMAP));
            assertEquals("store2", cora.route().target());
            assertEquals(OptionalLong.of(1 << 30), cora.limits().storage());
            assertEquals(
                    new Refused(Kind.SERVICE), maps.authenticate("cora@example.net", Samba.PASSWORD, Service.POP3));
            done(administration.revoke("cora@example.net"));
            done(administration.addUser(NewUser.of("dora@example.net", Samba.PASSWORD, "store1")));
            try (LDAPConnection connection = samba.connect()) {
                connection.modify(
                        "dn: " + Samba.dn("cora"),
                        "changetype: modify",
                        "add: waypostForward",
                        "waypostForward: dora@example.net",
                        "-",
                        "add: waypostForwardCopy",
                        "waypostForwardCopy: TRUE");
            }
            fixture.pass(Duration.ofHours(1));
            assertInstanceOf(Addressees.Several.class, maps.whose("cora@example.net"));
        }
    }

    /** As {@code ldifde} does with the file. */
    private static void extend() throws Exception {
        String text = Files.readString(SCHEMA.resolve("active-directory.ldif")).replace("DC=X", SambaProcess.BASE);
        try (LDAPConnection connection = samba.connect();
                LDIFReader reader = new LDIFReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (var change = reader.readChangeRecord(); change != null; change = reader.readChangeRecord()) {
                change.processChange(connection);
            }
        }
    }

    private static DirectorySettings with(AttributeNames names, DirectorySettings directory) {
        return new DirectorySettings(
                directory.name(),
                directory.kind(),
                directory.uris(),
                directory.spread(),
                directory.protection(),
                directory.service(),
                directory.base(),
                directory.filter(),
                directory.loginFilter(),
                names,
                directory.canary(),
                directory.timeout(),
                directory.inFlight());
    }

    @Test
    @Order(4)
    void noPasswordGoesInClear() throws Exception {
        DirectorySettings far = samba.settings().at(List.of(URI.create("ldap://dc1.example.test")));
        try (DirectoryAdministration administration = administration(far)) {
            Change.Declined declined = assertInstanceOf(
                    Change.Declined.class, administration.addUser(NewUser.of("eve@example.net", NEWER, "store1")));
            assertTrue(declined.why().contains("without TLS"), declined.why());
        }
    }
}
