package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/** The schema, the administration and the mapping against OpenLDAP. */
@Tag("peers")
class SlapdTest {
    private static final Path SLAPD = Path.of("/usr/sbin/slapd");
    private static final Path SCHEMA = Path.of("/etc/ldap/schema");
    private static final Secret SECRET = new Secret("secret");

    @TempDir
    Path folder;

    private Path configuration() throws Exception {
        assertTrue(Files.isExecutable(SLAPD), "OpenLDAP is not installed: apt-get install slapd");
        Path ours = Path.of(System.getProperty("waypost.repository"), "ldap-schema", "waypost.schema");
        Path database = Files.createDirectory(folder.resolve("db"));
        var text = new StringBuilder();
        for (String name : List.of("core", "cosine", "inetorgperson", "misc")) {
            text.append("include ").append(SCHEMA.resolve(name + ".schema")).append('\n');
        }
        text.append("include ").append(ours).append('\n');
        text.append("modulepath /usr/lib/ldap\nmoduleload back_mdb\n");
        text.append("pidfile ").append(folder.resolve("pid")).append('\n');
        text.append("database mdb\nsuffix dc=waypost\nrootdn cn=admin,dc=waypost\nrootpw adminpw\n");
        text.append("directory ").append(database).append('\n');
        return Files.writeString(folder.resolve("slapd.conf"), text);
    }

    @Test
    void openLdapTakesTheSchema() throws Exception {
        Process check = new ProcessBuilder(
                        SLAPD.toString(),
                        "-T",
                        "test",
                        "-u",
                        "-f",
                        configuration().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, check.waitFor(), said);
    }

    @Test
    void usersLiveInOpenLdap() throws Exception {
        Path configuration = configuration();
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI uri = URI.create("ldap://127.0.0.1:" + port);
        Process slapd = new ProcessBuilder(SLAPD.toString(), "-f", configuration.toString(), "-h", uri + "/", "-d", "0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            try (LDAPConnection connection = connected(slapd, port)) {
                connection.bind("cn=admin,dc=waypost", "adminpw");
                connection.add("dn: dc=waypost", "objectClass: domain", "dc: waypost");
            }
            useIt(uri);
        } finally {
            slapd.destroy();
            slapd.waitFor();
        }
    }

    private static LDAPConnection connected(Process slapd, int port) throws LDAPException {
        while (true) {
            try {
                return new LDAPConnection("127.0.0.1", port);
            } catch (LDAPException notYet) {
                if (!slapd.isAlive()) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static void useIt(URI uri) throws Exception {
        var service = new DirectorySettings.ServiceBind("cn=admin,dc=waypost", Fixture.ADMIN);
        var settings = DirectorySettings.plain("main", uri, Optional.of(service), "dc=waypost");
        var random = new SplittableRandom(8);
        try (var fixture = new Fixture();
                UserMaps maps = fixture.open(Fixture.settings(settings, Fixture.map(Proof.STORED_HASH)));
                var administration = new DirectoryAdministration(
                        settings, Fixture.trust(), Fixture.RULES, PasswordScheme.SSHA512, random)) {
            assertEquals(new Change.Done(), administration.addDomain("example.net"));
            assertEquals(new Change.Done(), administration.addUser(NewUser.of("anna", SECRET, "store1")));
            assertEquals(new Change.Exists(), administration.addUser(NewUser.of("anna", SECRET, "store1")));
            assertInstanceOf(Answer.Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
            assertEquals(new Change.Done(), administration.changeState("anna", "disabled"));
            fixture.pass(Duration.ofHours(1));
            assertEquals(new Answer.Refused(Answer.Kind.DISABLED), maps.locate("anna"));
            assertEquals(1, administration.users().size());
            assertEquals(List.of("example.net"), administration.domains());
        }
    }
}
