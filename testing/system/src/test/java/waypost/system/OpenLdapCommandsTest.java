package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code waypost user} and {@code waypost domain} on OpenLDAP: what they do, and what they say when it is not set up. */
@Tag("peers")
class OpenLdapCommandsTest {
    private static final String SECRET = "adminpw";
    private static final Path SCHEMA = Program.REPOSITORY.resolve("ldap-schema/waypost.schema");

    @TempDir
    Path temp;

    private int port;
    private Path configuration;

    @BeforeEach
    void configure() throws IOException {
        port = Ports.row(1);
        configuration = configure(SECRET);
    }

    private Path configure(String secret) throws IOException {
        return Files.writeString(temp.resolve("waypost.yaml"), """
            node: {name: store1, roles: [store], data: "%s/data"}
            directories:
              - {name: main, uris: ["ldap://127.0.0.1:%d"], base: dc=waypost, bind: {dn: "cn=admin,dc=waypost", password: %s}}
            user-maps: [{name: users, type: ldap-password, directory: main}]
            addresses: {default-domain: example.net}
            volumes: [{name: v1, number: 1, path: "%s/v1"}]
            """.formatted(temp, port, secret, temp));
    }

    private OpenLdap server(List<Path> schemas) throws IOException {
        return OpenLdap.start(temp.resolve("openldap"), port, SECRET, schemas);
    }

    private void base() throws Exception {
        try (LDAPConnection ldap = new LDAPConnection("127.0.0.1", port, "cn=admin,dc=waypost", SECRET)) {
            ldap.add("dn: dc=waypost", "objectClass: domain", "dc: waypost");
        }
    }

    /** Runs a command, and gives what it said. */
    private String says(int status, String command) throws Exception {
        return says(status, command, "secret");
    }

    /** @param password its input, if it reads one */
    private String says(int status, String command, String password) throws Exception {
        Path log = temp.resolve("said.log");
        Files.deleteIfExists(log);
        String[] words = (command + " --config " + configuration).split(" ");
        Program program = Program.start(log, "no line says so", words);
        if (command.contains("--password-stdin")) {
            program.type(password);
        }
        int ended = program.status(120);
        String said = program.log();
        assertEquals(status, ended, said);
        assertFalse(said.contains("Exception"), said);
        return said;
    }

    @Test
    void usersAndDomains() throws Exception {
        try (OpenLdap _ = server(List.of(SCHEMA))) {
            assertEquals("example.net: the directory has no entry dc=waypost\n", says(1, "domain add example.net"));
            base();
            assertEquals("example.net added\n", says(0, "domain add example.net"));
            assertEquals("example.net\n", says(0, "domain list"));
            assertTrue(says(1, "domain add example.net").contains("already"));
            assertTrue(says(0, "user add anna@example.net --password-stdin").contains("added"));
            assertTrue(says(1, "user add anna@example.net --password-stdin").contains("already"));
            assertEquals("anna@example.net\tstore1\tactive\t\n", says(0, "user list"));
            assertTrue(says(0, "user passwd anna@example.net --password-stdin").contains("new password"));
            assertTrue(says(0, "route explain anna@example.net").contains("store1"));
            assertTrue(says(0, "user delete anna@example.net --yes").contains("deleted"));
            assertTrue(says(1, "user delete anna@example.net --yes").contains("no such user"));
            assertEquals("", says(0, "user list"));
        }
    }

    @Test
    void whatAUserIsCalledAndMayHave() throws Exception {
        try (OpenLdap _ = server(List.of(SCHEMA))) {
            base();
            says(0, "domain add example.net");
            says(0, "user add anna@example.net --password-stdin --quota 1GiB --service imap --service smtp");
            assertEquals("anna@example.net: quota 1073741824\n", says(0, "user quota anna@example.net"));
            assertEquals("anna@example.net: no quota of its own\n", says(0, "user quota anna@example.net --clear"));
            assertEquals("anna@example.net: services web\n", says(0, "user services anna@example.net web"));
            assertEquals("anna@example.net: class default\n", says(0, "user class anna@example.net default"));
            assertTrue(says(0, "user host anna@example.net v1").contains("waypost account move"));
            says(0, "user rename anna@example.net berg@example.net");
            String shown = says(0, "user show anna@example.net");
            assertTrue(shown.startsWith("""
                    address:   berg@example.net
                    further:   anna@example.net
                    log-in:    berg@example.net
                    state:     active
                    host:      v1
                    services:  web
                    class:     default
                    entry:     uid=berg@example.net,ou=users,dc=waypost
                    id: """), shown);
            assertTrue(says(0, "domain show example.net").contains("users:      1\n"));
            assertTrue(says(1, "domain delete example.net --yes").contains("anna@example.net, berg@example.net"));
            says(0, "user delete berg@example.net --yes");
            assertTrue(says(0, "domain delete example.net --yes").startsWith("example.net deleted\n"));
            assertEquals("", says(0, "domain list"));
        }
    }

    @Test
    void directoriesAndChangesAreLookedThrough() throws Exception {
        try (OpenLdap _ = server(List.of(SCHEMA))) {
            base();
            says(0, "user add anna@example.net --password-stdin");
            assertTrue(says(0, "doctor directory").endsWith("  1 entries of users, nothing is wrong.\n"));
            Path changed = temp.resolve("changed.yaml");
            String text = Files.readString(configuration);
            Files.writeString(changed, text.replace("ldap-password", "ldap-bind"));
            assertEquals("""
                    anna@example.net, logging in: check of the password is a comparison with its hash, would be a bind
                    1 addresses asked about; different: 1
                      check of the password: 1
                    """, says(1, "route simulate --with " + changed));
            assertEquals("1 addresses asked about; different: 0\n", says(0, "route simulate --with " + configuration));
            Files.writeString(changed, text.replace("127.0.0.1:" + port, "127.0.0.1:1"));
            assertTrue(says(2, "route simulate --with " + changed).startsWith("Nothing can be said: "));
            Files.writeString(configuration, text.replace("name: store1", "name: store2"));
            assertTrue(says(1, "doctor directory").contains(": mailHost names no node or volume: store1\n"));
        }
    }

    @Test
    void openLdapItselfKnowsThePassword() throws Exception {
        try (OpenLdap _ = server(List.of(SCHEMA))) {
            base();
            says(0, "user add anna@example.net --password-stdin", "secret");
            assertEquals(ResultCode.SUCCESS, bind("secret"));
            assertEquals(ResultCode.INVALID_CREDENTIALS, bind("newer"));
            says(0, "user passwd anna@example.net --password-stdin", "newer");
            assertEquals(ResultCode.SUCCESS, bind("newer"));
            assertEquals(ResultCode.INVALID_CREDENTIALS, bind("secret"));
        }
    }

    private ResultCode bind(String password) throws LDAPException {
        try (var ldap = new LDAPConnection("127.0.0.1", port)) {
            return ldap.bind("uid=anna@example.net,ou=users,dc=waypost", password)
                    .getResultCode();
        } catch (LDAPBindException refused) {
            return refused.getResultCode();
        }
    }

    @Test
    void whatIsWrongIsToldInASentence() throws Exception {
        String absent = says(1, "user list");
        assertTrue(absent.contains("Connection refused"), absent);
        try (OpenLdap _ = server(List.of())) {
            String missing = says(1, "user list");
            assertTrue(missing.endsWith("the directory has no entry dc=waypost\n"), missing);
            String schemaless = says(1, "user add anna@example.net --password-stdin");
            assertTrue(schemaless.contains("ldap-schema"), schemaless);
            configure("wrong");
            String refused = says(1, "user list");
            assertTrue(refused.contains("invalid credentials"), refused);
        }
    }
}
