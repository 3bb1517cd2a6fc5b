package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldif.LDIFReader;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
import waypost.directory.PasswordScheme;
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

    private static DirectoryAdministration administration(UserDirectory directory) throws Exception {
        return new DirectoryAdministration(
                directory, Fixture.trust(), Fixture.RULES, PasswordScheme.SSHA512, new SplittableRandom(8));
    }

    private UserMaps maps(UserDirectory directory) throws Exception {
        return fixture.open(Fixture.settings(directory, Fixture.map(Proof.BIND)));
    }

    private static void done(Change change) {
        assertEquals(new Change.Done(), change);
    }

    @Test
    @Order(1)
    void usersWithoutOurSchema() throws Exception {
        try (DirectoryAdministration administration = administration(samba.users());
                UserMaps maps = maps(samba.users())) {
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
            assertEquals(List.of(), administration.domains().all());
            done(administration.addUser(NewUser.of("gone@example.net", Samba.PASSWORD, "store1")));
            done(administration.deleteUser("gone@example.net"));
            assertEquals(new Change.Missing(), administration.deleteUser("gone@example.net"));
        }
    }

    @Test
    @Order(2)
    void whatOurSchemaWouldTake() throws Exception {
        try (DirectoryAdministration administration = administration(samba.users())) {
            String why = assertInstanceOf(
                            Change.Declined.class, administration.domains().add("example.net"))
                    .why();
            assertTrue(why.endsWith("write example.net in the configuration, in domains of the user map"), why);
            assertEquals(new Change.Missing(), administration.domains().delete("example.net"));
            try (LDAPConnection connection = samba.connect()) {
                assertNull(connection.getEntry("OU=Mail Domains," + SambaProcess.BASE));
            }
            assertInstanceOf(
                    Change.Declined.class,
                    administration.change("anna@example.net", UserProperty.QUOTA, List.of("1000")));
            done(administration.change("anna@example.net", UserProperty.HOST, List.of("store2")));
            assertEquals(
                    List.of("store2"), user(administration, "anna@example.net").said(UserProperty.HOST));
            done(administration.change("anna@example.net", UserProperty.HOST, List.of("store1")));
        }
    }

    @Test
    @Order(2)
    void groupsAndAliases() throws Exception {
        try (DirectoryAdministration administration = administration(samba.users());
                UserMaps maps = maps(samba.users())) {
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
    @Order(4)
    void usersWithOurSchema() throws Exception {
        extend();
        UserDirectory extended = UserDirectory.usual(samba.settings());
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
            domains(administration, extended);
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

    private void domains(DirectoryAdministration administration, UserDirectory directory) throws Exception {
        DomainAdministration domains = administration.domains();
        var asking = new UserMapSettings.Directory(
                "subscribers",
                new UserMapSettings.Domains(List.of(), Optional.of("(associatedDomain=%d)")),
                "main",
                Proof.BIND,
                UserMapSettings.Several.UNAVAILABLE,
                UserMapSettings.CatchAll.OFF);
        try (UserMaps maps = fixture.open(Fixture.settings(directory, asking))) {
            assertEquals(Mapping.DomainAnswer.FOREIGN, maps.domain("cora@example.net"));
        }
        done(domains.add("Example.net"));
        done(domains.add("example.com"));
        assertEquals(new Change.Exists(), domains.add("example.net"));
        assertEquals(List.of("example.com", "example.net"), domains.all());
        try (UserMaps maps = fixture.open(Fixture.settings(directory, asking))) {
            assertEquals(Mapping.DomainAnswer.OURS, maps.domain("cora@example.net"));
        }
        String why = assertInstanceOf(Change.Declined.class, domains.delete("example.net"))
                .why();
        assertTrue(why.contains("cora@example.net"), why);
        done(domains.delete("example.com"));
        assertEquals(List.of("example.net"), domains.all());
    }

    private static UserEntry user(DirectoryAdministration administration, String address) throws Exception {
        List<UserEntry> users = administration.users(address);
        assertEquals(1, users.size());
        return users.getFirst();
    }

    /** Its own links follow by themselves. */
    @Test
    @Order(3)
    void renamedUsersAreTheSame() throws Exception {
        try (DirectoryAdministration administration = administration(samba.users());
                UserMaps maps = maps(samba.users())) {
            done(administration.addUser(
                    NewUser.of("fay@example.net", Samba.PASSWORD, "store1").with("f@example.net")));
            done(administration.groups().add("crew@example.net", List.of("fay@example.net")));
            String id = user(administration, "fay@example.net").id();
            try (LDAPConnection connection = samba.connect()) {
                connection.modify(
                        "dn: " + Samba.dn("fay"),
                        "changetype: modify",
                        "add: proxyAddresses",
                        "proxyAddresses: X500:/o=Example/cn=fay");
            }
            NewName gail = new NewName(Optional.of("gail@example.net"), Optional.empty(), NewName.Before.KEPT);
            done(administration.rename("f@example.net", gail));
            Granted granted = assertInstanceOf(
                    Granted.class, maps.authenticate("gail@example.net", Samba.PASSWORD, Service.IMAP));
            assertEquals("gail@example.net", granted.name().toString());
            assertEquals(id, granted.directoryId().value());
            assertInstanceOf(Granted.class, maps.authenticate("fay", Samba.PASSWORD, Service.IMAP));
            NewName login = new NewName(Optional.empty(), Optional.of("gail"), NewName.Before.KEPT);
            done(administration.rename("gail@example.net", login));
            assertInstanceOf(Granted.class, maps.authenticate("gail", Samba.PASSWORD, Service.IMAP));
            UserEntry entry = user(administration, "fay@example.net");
            assertEquals(Samba.dn("gail"), entry.dn());
            assertEquals(id, entry.id());
            assertEquals(
                    Set.of("gail@example.net", "fay@example.net", "f@example.net"),
                    Set.copyOf(entry.user().aliases()));
            assertEquals(
                    List.of(new GroupAdministration.Listing("crew@example.net", List.of("gail@example.net"))),
                    administration.groups().all());
            mailStays();
            NewName wrong = new NewName(Optional.empty(), Optional.of("a@b"), NewName.Before.KEPT);
            assertEquals(
                    new Change.Declined("a@b cannot be a sAMAccountName"),
                    administration.rename("gail@example.net", wrong));
        }
    }

    private static void mailStays() throws Exception {
        try (LDAPConnection connection = samba.connect()) {
            Entry there = Objects.requireNonNull(connection.getEntry(Samba.dn("gail")));
            assertEquals("gail@example.net", there.getAttributeValue("userPrincipalName"));
            assertTrue(there.hasAttributeValue("proxyAddresses", "X500:/o=Example/cn=fay"));
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

    @Test
    @Order(5)
    void noPasswordGoesInClear() throws Exception {
        UserDirectory far = samba.users().at(List.of(URI.create("ldap://dc1.example.test")));
        try (DirectoryAdministration administration = administration(far)) {
            Change.Declined declined = assertInstanceOf(
                    Change.Declined.class, administration.addUser(NewUser.of("eve@example.net", NEWER, "store1")));
            assertTrue(declined.why().contains("without TLS"), declined.why());
        }
    }
}
