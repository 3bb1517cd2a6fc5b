package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check-config} says of user maps that leave passwords to nodes. */
class LeftPasswordsTest {
    private static final String OLD = "{name: old1, login: password, imap: 'a:143', tls: starttls}";

    @TempDir
    Path folder;

    private Site.Ended checked(String node, String map, String listener) throws IOException {
        Path file = Files.writeString(folder.resolve("node.yaml"), """
                node: {name: fe1, roles: [proxy], data: "%s/data", hostname: localhost}
                nodes: [{name: fe1}, %s]
                directories: [{name: main, uris: ["ldap://127.0.0.1"], base: dc=x}]
                user-maps: [{name: users, type: ldap-password, directory: main}, {name: routes, %s}]
                services: {imap: {listeners: [{address: "127.0.0.1:0", %s}]}}
                """.formatted(folder, node, map, listener));
        return new Site(folder).run("check-config", file.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ldap-route | password, imap: 'a:143' | clear-passwords: false | ",
                "ldap-route | [password, token], pop3: 'a:110' | mechanisms: [scram-sha-256, login] | ",
                "ldap-route | password, imap: 'a:143' | mechanisms: [scram-sha-256] | services.imap.listeners[1].mechanisms: none shows a password",
                "ldap-route | password, smtp: 'a:25' | clear-passwords: false | user-maps[2].type: ldap-route leaves passwords",
                "ldap-route | token, imap: 'a:143' | clear-passwords: false | user-maps[2].type: ldap-route leaves passwords",
                "ldap-bind  | token, imap: 'a:143' | mechanisms: [scram-sha-256] | ",
            })
    void warns(String type, String login, String listener, @Nullable String told) throws IOException {
        Site.Ended checked = checked(
                "{name: old1, tls: starttls, login: " + login + "}", "type: " + type + ", directory: main", listener);
        assertEquals(Main.DONE, checked.status(), checked.err());
        if (told == null) {
            assertEquals("", checked.err());
        } else {
            assertTrue(checked.err().contains("warning: " + told), checked.err());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: node, node: old1, domains: [example.net] | OK",
                "type: node, node: old1 | user-maps[2].domains",
                "type: node, domains: [example.net] | user-maps[2].node",
                "type: node, node: fe1, domains: [example.net] | user-maps[2].node",
                "type: node, node: old2, domains: [example.net] | user-maps[2].node",
                "type: node, node: old1, domains: [example.net], directory: main | user-maps[2].directory",
                "type: ldap-bind, directory: main, node: old1 | user-maps[2].node",
                "type: ldap-route | user-maps[2].directory",
            })
    void aNodeThatHasNamesIsNamedWithItsDomains(String map, String key) throws IOException {
        Site.Ended checked = checked(OLD, map, "clear-passwords: false");
        if (key.equals("OK")) {
            assertEquals(Main.DONE, checked.status(), checked.err());
        } else {
            assertTrue(checked.err().contains(key + ": "), checked.err());
        }
    }

    @Test
    void whatManyHostsAreLikeHasNoNames() throws IOException {
        Site.Ended checked = checked(
                "{name: old1, login: password, hosts: ['*.old.example'], imap: '*:143', tls: starttls}",
                "type: node, node: old1, domains: [example.net]",
                "clear-passwords: false");
        assertTrue(checked.err().contains("user-maps[2].node: "), checked.err());
    }
}
