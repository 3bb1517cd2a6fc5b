package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.config.DirectorySection;
import waypost.net.LocalAuthority;
import waypost.testkit.TestAuthority;

/**
 * What {@code check-config} lets pass a node starts with; what it does not let pass {@code run} refuses in the same words, but for
 * certificates that were good once.
 */
class CheckConfigCommandTest {
    @TempDir
    Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(
                folder.resolve("node.yaml"),
                "node: {name: fe1, roles: [proxy], data: \"" + folder + "/data\", hostname: localhost}\n" + yaml);
    }

    private List<String> refused(String yaml) throws IOException {
        return refused(file(yaml));
    }

    private List<String> refused(Path path) {
        String file = path.toString();
        Site site = new Site(folder);
        Site.Ended checked = site.run("check-config", file);
        Site.Ended ran = site.run("run", "--config", file);
        assertEquals(Main.WRONG, checked.status());
        assertEquals(checked, ran);
        return checked.err()
                .lines()
                .map(line -> line.substring(file.length() + 2))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filter: '(mail=%e' | directories[1].filter: not a search filter: (mail=%e; ",
                "uris: ['http://x'] | directories[1].uris[1]: directory here: not an LDAP URI: http://x; ",
                "uris: ['ldap://x', 'ldap 1'] | directories[1].uris[2]: Illegal character in ",
                "base: nonsense | directories[1].base: not a DN: nonsense; ",
                "canary: x | directories[1].canary: not a DN: x; ",
                "timeout: 0s | directories[1].timeout: out of range: 0s; ",
                "in-flight: {searches: 0} | directories[1].in-flight.searches: out of range: 0; ",
                "attributes: {host: a b} | directories[1].attributes.host: not an attribute name: a b; ",
                "attributes: {groups: [{name: g}]} | directories[1].attributes.groups[1].members: missing; ",
                "attributes: {groups: [{name: g, members: m, by: uid}]} | directories[1].attributes.groups[1].by: ",
                "attributes: {user-classes: [person, 2.5.]} | directories[1].attributes.user-classes[2]: not a class name: 2.5.; ",
            })
    void keysOfADirectory(String written, String told) throws IOException {
        String usual = "name: d, uris: ['ldap://localhost'], base: dc=example";
        String key = written.substring(0, written.indexOf(':') + 1);
        String rest = usual.replaceAll(", " + key + " (\\[.*?]|[^,]*)", "");
        List<String> lines = refused("directories: [{" + rest + ", " + written + "}]");
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith(told), lines.toString());
    }

    static Stream<String> attributes() {
        return Stream.of(DirectorySection.Attributes.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void eachNameOfAnAttribute(String key) throws IOException {
        String written = switch (key) {
            case "groups" -> "[{name: posixGroup, members: a b}]";
            case "targets", "user-classes", "alias-classes" -> "[a b]";
            case String one -> "a b";
        };
        List<String> lines =
                refused("directories: [{name: d, uris: ['ldap://localhost'], base: dc=example, attributes: {" + key
                        + ": " + written + "}}]");
        String place = "directories[1].attributes." + key;
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith(place), lines.toString());
        String thing = key.contains("class") && !key.equals("account-class") ? "a class" : "an attribute";
        assertTrue(lines.getFirst().contains("not " + thing + " name: a b; write letters"), lines.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cache: {staleness: {verifier: 1m}} | cache.staleness.verifier: ",
                "cache: {entries: 0} | cache.entries: out of range: 0; ",
                "addresses: {default-domain: a b} | addresses.default-domain: not a domain: a b; ",
                "addresses: {tag-separators: .} | addresses.tag-separators: not a sub-address separator: .; ",
                "addresses: {short-domains: [{name: A, domain: a b}]} | addresses.short-domains[1].domain: not a domain: ",
                "user-maps: [{name: m, type: file, file: /no/such}] | user-maps[1].file: cannot be read: /no/such does not exist; ",
                "embedded-directory: {listen: 'no-such-host.invalid:1'} | embedded-directory.listen: host not known: no-such",
                "embedded-directory: {listen: '0.0.0.0:1'} | embedded-directory.listen: embedded directory without TLS on ",
                "embedded-directory: {base: cn=x} | embedded-directory.base: base of the embedded directory: cn=x; ",
            })
    void keysOfOtherSections(String yaml, String told) throws IOException {
        List<String> lines = refused(yaml);
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith(told), lines.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "domain: a b, administrators: [x@example.net] | domain: not a domain: a b; ",
                "domain: example.net, administrators: [x@example.org] | administrators[1]: not an address of example.net: ",
                "domain: example.net, administrators: [x@example.net, x] | administrators[2]: not an address of example.net: x; ",
            })
    void keysOfPublicFolders(String written, String told) throws IOException {
        List<String> lines = refused(Files.writeString(
                folder.resolve("store.yaml"),
                "node: {name: store1, roles: [store], data: \"" + folder + "/data\", hostname: localhost}\n"
                        + "volumes: [{name: v1, number: 1, path: \"" + folder + "/v1\"}]\n"
                        + "public-folders: [{" + written + "}]\n"));
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith("public-folders[1]." + told), lines.toString());
    }

    /** What is written takes the place of the usual key; a key alone goes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jwks: | oauth[1].jwks: missing; write where the issuer's keys are",
                "issuer: | oauth[1].issuer: missing; write it, as in issuer: https://login.example.net/realms/mail",
                "issuer: '' | oauth[1].issuer: empty; ",
                "audience: | oauth[1].audience: missing; write it, as in audience: [waypost]",
                "audience: [] | oauth[1].audience: missing; write it, as in audience: [waypost]",
                "audience: [mail, ''] | oauth[1].audience[2]: empty; ",
                "user-claim: '' | oauth[1].user-claim: empty; ",
                "required-scope: a b | oauth[1].required-scope: not one scope: a b; write one word, as in mail",
                "jwks: http://x/keys | oauth[1].jwks: not protected by TLS: http://x/keys; write an https:// URL, as in ",
                "jwks: ftp://x/keys | oauth[1].jwks: not an https URL: ftp://x/keys; ",
                "jwks: https://x y | oauth[1].jwks: Illegal character in ",
                "jwks: %s/none.json | oauth[1].jwks: cannot be read: %s/none.json does not exist; name a file that can be read",
                "jwks: %s | oauth[1].jwks: cannot be read: ",
                "jwks: %s/node.yaml | oauth[1].jwks: no usable keys in %s/node.yaml; name a JSON Web Key Set with ",
                "introspection: {url: 'https://x', client: c, secret: s} | oauth[1].introspection: an issuer with keys is not asked; ",
                "issuers: x | oauth[1].issuers: no such key; keys here are: name, issuer, audience, jwks, introspection, ",
            })
    void keysOfAnIssuer(String written, String told) throws IOException {
        String usual = "name: o, issuer: x, audience: [mail], jwks: https://x/keys";
        String key = written.substring(0, written.indexOf(':') + 1);
        String rest =
                usual.replaceAll("\\b" + key + " (\\[.*?]|[^,]*)(, |$)", "").replaceAll(", $", "");
        String last = written.equals(key) ? "" : ", " + written.replace("%s", folder.toString());
        List<String> lines = refused("oauth: [{" + rest + last + "}]");
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith(told.replace("%s", folder.toString())), lines.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url: 'http://x', client: c, secret: s | url: not protected by TLS: http://x; write an https:// URL, ",
                "client: c, secret: s | url: missing; ",
                "url: 'https://x', secret: s | client: missing; ",
                "url: 'https://x', client: c | secret: missing; ",
            })
    void keysOfAnIssuerThatIsAsked(String written, String told) throws IOException {
        List<String> lines = refused("oauth: [{name: o, issuer: x, audience: [m], introspection: {" + written + "}}]");
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith("oauth[1].introspection." + told), lines.toString());
    }

    @Test
    void twoIssuersAreTwo() throws IOException {
        List<String> lines = refused("""
                oauth:
                  - {name: o, issuer: x, audience: [m], jwks: "https://x/keys"}
                  - {name: o, issuer: x, audience: [n], jwks: "http://localhost:8080/keys"}
                """);
        assertEquals(
                List.of("oauth[2].name: o twice; give each its own", "oauth[2].issuer: x twice; give each its own"),
                lines);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls: {trust: %s/none.pem} | tls.trust: cannot read %s/none.pem; ",
                "tls: {trust: %s/node.yaml} | tls.trust: no certificates in PEM form: %s/node.yaml; ",
                "tls: {node: {certificate: %s/a.pem, key: %s/none.key}} | tls.node.key: cannot read %s/none.key; ",
                "tls: {node: {certificate: %s/ca.pem, key: %s/ca.pem}} | tls.node.key: no private key in PEM form",
                "tls: {node: {certificate: %s/a.pem, key: %s/b.pem}} | tls.node.key: the key in %s/b.pem is not that of",
                "tls: {certificates: [{certificate: %s/node.yaml, key: %s/a.pem}]}"
                        + " | tls.certificates[1].certificate: no certificates in PEM form: %s/node.yaml; ",
                "tls: {users: {trust: [%s/none.pem]}} | tls.users.trust[1]: cannot read %s/none.pem; ",
                "tls: {users: {trust: [%s/other/ca.pem], revoked: [%s/node.yaml]}}"
                        + " | tls.users.revoked[1]: no usable revocation list in %s/node.yaml",
                "kerberos: {keytab: %s/none, realm: EXAMPLE.NET} | kerberos.keytab: cannot read %s/none; put the keys",
                "kerberos: {keytab: %s/node.yaml, realm: A/B} | kerberos.realm: no name: A/B; ",
                "kerberos: {keytab: %s/node.yaml, realm: A, realms: [{name: A, domain: '@b'}]}"
                        + " | kerberos.realms[1].domain: no name: @b; ",
                "tls: {trust: %s/ca.pem, users: {trust: [%s/other/ca.pem, %s/ca.pem]}}"
                        + " | tls.users.trust: an authority of nodes is none of users",
                "nodes: [{name: fe1}, {name: old, login: password, trust: %s/none.pem}] | nodes[2].trust: cannot read ",
                "directories: [{name: d, uris: ['ldaps://x'], base: dc=x, trust: %s/none.pem}]"
                        + " | directories[1].trust: cannot read %s/none.pem; ",
                "oauth: [{name: o, issuer: x, audience: [mail], jwks: 'https://x/', trust: %s/none.pem}]"
                        + " | oauth[1].trust: cannot read %s/none.pem; ",
            })
    void certificatesAndKeys(String yaml, String told) throws IOException {
        LocalAuthority authority = LocalAuthority.open(folder, InstantSource.system());
        authority.issue("a", List.of());
        authority.issue("b", List.of());
        LocalAuthority.open(folder.resolve("other"), InstantSource.system());
        List<String> lines = refused(yaml.replace("%s", folder.toString()));
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith(told.replace("%s", folder.toString())), lines.toString());
    }

    @Test
    void keysOfServicesThatTakeTickets() throws IOException {
        Path keytab = Files.write(folder.resolve("empty.keytab"), new byte[] {5, 2});
        List<String> lines = refused("""
                kerberos: {keytab: "%s", realm: EXAMPLE.NET, host: mail.example.net}
                services:
                  imap: {listeners: [{address: "127.0.0.1:0"}]}
                  pop3: {listeners: [{address: "127.0.0.1:0", clear-mechanisms: [gssapi]}]}
                  submission: {listeners: [{address: "127.0.0.1:0", mechanisms: [plain, gssapi]}]}
                """.formatted(keytab));
        assertEquals(1, lines.size(), lines.toString());
        String told = "kerberos.keytab: " + keytab
                + " has no keys of pop/mail.example.net@EXAMPLE.NET, smtp/mail.example.net@EXAMPLE.NET; add them";
        assertTrue(lines.getFirst().startsWith(told), lines.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ca | localhost | node.name: not a name for a certificate: ca; ",
                "ca-key | localhost | node.name: not a name for a certificate: ca-key; ",
                "fe1 | a b | node.hostname: not a name for a certificate: a b; ",
                "fe1 | '::1' | node.hostname: not a name for a certificate: ::1; ",
            })
    void namesThatMakeNoCertificate(String name, String host, String told) throws IOException {
        Path file = Files.writeString(folder.resolve("node.yaml"), """
                node: {name: %s, roles: [proxy], data: "%s/data", hostname: "%s"}
                services: {imap: {listeners: [{address: "127.0.0.1:0"}]}}
                """.formatted(name, folder, host));
        List<String> lines = refused(file);
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith(told), lines.toString());
    }

    /** A node that did not start any more would take no mail, which mostly comes to whatever certificate there is. */
    @Test
    void certificatesThatWereGoodOnceAreToldButStart() throws Exception {
        Instant past = Instant.now().minus(Duration.ofDays(4000));
        LocalAuthority authority = LocalAuthority.open(folder, () -> past);
        authority.issue("a", List.of());
        Path file = file("""
                tls:
                  certificates: [{certificate: "%1$s/a.pem", key: "%1$s/a.pem"}]
                  node: {certificate: "%1$s/a.pem", key: "%1$s/a.pem"}
                  trust: "%1$s/ca.pem"
                  users: {trust: ["%1$s/users.pem"], revoked: ["%1$s/revoked.pem"]}
                """.formatted(folder));
        TestAuthority users = TestAuthority.root("Users");
        users.write(folder.resolve("users.pem"));
        Files.writeString(
                folder.resolve("revoked.pem"), users.revoking(Instant.now().minusSeconds(60)));
        Site.Ended checked = new Site(folder).run("check-config", file.toString());
        assertEquals(Main.WRONG, checked.status());
        List<String> lines = checked.err().lines().toList();
        assertEquals(4, lines.size(), checked.err());
        for (String key : List.of(
                "tls.certificates[1].certificate", "tls.node.certificate", "tls.trust", "tls.users.revoked[1]")) {
            assertTrue(
                    lines.stream().anyMatch(line -> line.startsWith(file + ": " + key + ": " + folder)), checked.err());
        }
        Node.start(Configured.readToRun(file)).close();
    }

    /** Form, names and meaning: what is found first hides nothing of the rest. */
    @Test
    void allIsToldInOneGo() throws IOException {
        List<String> lines = refused("""
                directories: [{name: d, base: x, filter: "(uid=%u)", uris: ["http://x", "ldap 1"], attributes: {id: "-", host: "/"}}]
                user-maps: [{name: m, type: ldap-bind, directory: e, domains: [a b], domain-query: "%d"}]
                addresses: {default-domain: a b, tag-separators: a}
                log: {level: loud}
                """);
        assertEquals(
                List.of(
                        "log.level",
                        "user-maps[1].directory",
                        "addresses.default-domain",
                        "addresses.tag-separators",
                        "directories[1].uris[1]",
                        "directories[1].uris[2]",
                        "directories[1].base",
                        "directories[1].filter",
                        "directories[1].attributes.host",
                        "directories[1].attributes.id",
                        "user-maps[1].domains[1]",
                        "user-maps[1].domain-query"),
                lines.stream()
                        .map(line -> line.substring(0, line.indexOf(": ")))
                        .toList());
    }

    @Test
    void anEmbeddedDirectoryThatNobodyFindsIsToldOnce() throws IOException {
        List<String> lines = refused("""
                embedded-directory: {listen: "127.0.0.1:0"}
                directories: [{name: d, base: dc=waypost}, {name: e, base: dc=waypost}]
                """);
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith("embedded-directory.listen: "), lines.toString());
    }

    @Test
    void aFileThatIsRightPasses() throws Exception {
        Files.writeString(folder.resolve("users"), "a@example.net - v1\n");
        Path file = file("""
                embedded-directory: {listen: "127.0.0.1:%2$d"}
                directories: [{name: d, base: dc=waypost}]
                user-maps:
                  - {name: m, type: file, file: "%1$s/users", domains: [example.net]}
                  - {name: n, type: ldap-password, directory: d, domain-query: "(associatedDomain=%%d)"}
                nodes: [{name: fe1}, {name: store1, volumes: [v1]}]
                addresses: {tag-separators: none}
                oauth:
                  - {name: o, issuer: x, audience: [m], jwks: "https://localhost/keys"}
                  - {name: p, issuer: y, audience: [m], jwks: "http://127.0.0.1/keys", user-claim: upn, required-scope: mail}
                  - {name: q, issuer: z, audience: [m], introspection: {url: "https://x", client: c, secret: s}}
                """.formatted(folder, Site.unusedPort()));
        assertEquals(
                Main.DONE, new Site(folder).run("check-config", file.toString()).status());
        Node.start(Configured.read(file)).close();
    }
}
