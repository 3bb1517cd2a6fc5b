package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.DirectorySettings;
import waypost.directory.References;
import waypost.directory.References.Others;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.Answer.Unknown;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** OpenLDAP with a part of its tree at another server (RFC 3296): that one is named, or another, or none. */
@Tag("peers")
class SlapdReferencesTest {
    private static final Secret SECRET = new Secret("secret");

    @TempDir
    Path folder;

    private Slapd first;
    private Slapd other;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        first = new Slapd(Files.createDirectory(folder.resolve("first")));
        other = new Slapd(Files.createDirectory(folder.resolve("other")));
        fixture = new Fixture();
        other.addAnna(SECRET);
        try (LDAPConnection connection = first.connect()) {
            connection.add(
                    "dn: uid=ben," + Slapd.BASE,
                    "objectClass: inetOrgPerson",
                    "objectClass: inetLocalMailRecipient",
                    "cn: ben",
                    "sn: ben",
                    "uid: ben",
                    "mail: ben@example.net",
                    "mailHost: store1",
                    "userPassword: secret");
        }
    }

    @AfterEach
    void stop() {
        fixture.close();
        first.close();
        other.close();
    }

    private void refersTo(String url) throws Exception {
        try (LDAPConnection connection = first.connect()) {
            connection.add(
                    "dn: dc=sales," + Slapd.BASE,
                    "objectClass: referral",
                    "objectClass: extensibleObject",
                    "dc: sales",
                    "ref: " + url);
            assertNotEquals(
                    0,
                    connection
                            .search(Slapd.BASE, SearchScope.SUB, "(mail=nobody@example.net)")
                            .getReferenceCount());
        }
    }

    private static UserMapSettings.Directory map(String name, String directory) {
        return new UserMapSettings.Directory(
                name, Domains.of("example.net"), directory, Proof.BIND, Several.UNAVAILABLE, CatchAll.OFF);
    }

    /** The first directory names the other one. */
    private UserMaps maps(Others others) throws Exception {
        DirectorySettings d = other.settings();
        var named = DirectorySettings.plain("sales", d.uris().getFirst(), d.service(), d.base());
        var references = new References(List.of(new References.Place(named.uris(), named.base())), others);
        return fixture.open(new MappingSettings(
                List.of(UserDirectory.usual(first.settings().with(references)), UserDirectory.usual(named)),
                List.of(map("staff", "main"), map("sales", "sales")),
                Routes.to("store1"),
                CacheSettings.STANDARD));
    }

    @Test
    void oneThatIsNamedIsAskedForItself() throws Exception {
        refersTo("ldap://127.0.0.1:" + other.port() + "/" + Slapd.BASE);
        try (UserMaps maps = maps(Others.PUT_OFF)) {
            assertInstanceOf(Granted.class, maps.authenticate("ben", SECRET, Service.IMAP));
            assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            assertEquals(new Unknown(), maps.locate("nobody"));
            assertEquals(new Unknown(), maps.authenticate("nobody", SECRET, Service.IMAP));
        }
    }

    @Test
    void oneThatIsNotNamedLetsNobodyBeUnknown() throws Exception {
        refersTo("ldap://elsewhere.example/dc=elsewhere");
        try (UserMaps maps = maps(Others.PUT_OFF)) {
            assertInstanceOf(Granted.class, maps.authenticate("ben", SECRET, Service.IMAP));
            assertInstanceOf(Unavailable.class, maps.locate("nobody"));
            assertInstanceOf(Unavailable.class, maps.authenticate("nobody", SECRET, Service.IMAP));
        }
    }

    @Test
    void unlessItIsToBeIgnored() throws Exception {
        refersTo("ldap://elsewhere.example/dc=elsewhere");
        try (UserMaps maps = maps(Others.IGNORED)) {
            assertInstanceOf(Granted.class, maps.authenticate("ben", SECRET, Service.IMAP));
            assertEquals(new Unknown(), maps.locate("nobody"));
        }
    }
}
