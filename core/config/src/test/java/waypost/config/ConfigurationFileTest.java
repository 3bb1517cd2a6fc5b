package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.NodeName;

class ConfigurationFileTest {
    private static final String SMALLEST = """
            node: {name: fe1, roles: [proxy], data: /tmp/x}
            """;

    private static ConfigurationFile.Outcome read(String yaml) {
        return ConfigurationFile.read(new StringReader(yaml), Map.of("HOME_BASE", "dc=example")::get);
    }

    private static Configuration valid(String yaml) {
        return assertInstanceOf(ConfigurationFile.Outcome.Read.class, read(yaml))
                .configuration();
    }

    private static List<Problem> wrong(String yaml) {
        return assertInstanceOf(ConfigurationFile.Outcome.Wrong.class, read(yaml))
                .problems();
    }

    @Test
    void smallestFileHasStandards() {
        Configuration configuration = valid(SMALLEST);
        assertEquals(new NodeName("fe1"), configuration.node().name());
        assertEquals(Duration.ofMinutes(3), configuration.services().imap().loginTimeout());
        assertEquals(50L << 20, configuration.services().smtp().maxMessageSize().bytes());
        assertEquals(LogSection.Level.INFO, configuration.log().level());
        assertTrue(configuration.services().imap().listeners().isEmpty());
    }

    @Test
    void everyProblemIsToldAtOnce() {
        List<Problem> problems = wrong("""
                node: {name: FE1, roles: [proxy], data: /tmp/x, colour: red}
                services:
                  imap:
                    login-timeout: 180
                    listeners: [{address: "0.0.0.0:993", tls: implicit}, {address: here, tls: yes}]
                log: {level: loud}
                """);
        assertEquals(
                List.of(
                        "node.colour",
                        "node.name",
                        "services.imap.listeners[2].address",
                        "services.imap.listeners[2].tls",
                        "services.imap.login-timeout",
                        "log.level"),
                problems.stream().map(Problem::key).toList());
        assertTrue(problems.stream().noneMatch(problem -> problem.instead().isEmpty()));
        assertEquals(
                "fe.yaml: log.level: not a choice: loud; write one of: error, warn, info, debug",
                problems.getLast().line("fe.yaml"));
    }

    @Test
    void wordsOfYamlElevenAreText() {
        assertEquals(
                "no",
                valid(SMALLEST.replace("data:", "hostname: no, data:"))
                        .node()
                        .hostname()
                        .orElseThrow());
        assertEquals(
                "neither true nor false: yes",
                wrong(SMALLEST + "addresses: {case-sensitive: yes}").getFirst().wrong());
    }

    @Test
    void duplicateKeysAreRefused() {
        assertTrue(wrong(SMALLEST + SMALLEST).getFirst().wrong().contains("duplicate key node"));
    }

    @Test
    void referencesAreOnlyEnvironmentAndFiles(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        Configuration configuration = valid(SMALLEST + """
                directories:
                  - {name: main, uris: ["ldap://localhost"], base: "${env:HOME_BASE}",
                     bind: {dn: cn=x, password: "${file:%s}"}}
                """.formatted(secret));
        DirectorySection directory = configuration.directories().getFirst();
        assertEquals("dc=example", directory.base());
        assertEquals("s3cret", directory.bind().orElseThrow().password().value());
        assertEquals("***", directory.bind().orElseThrow().password().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "${env:NOT_SET}, environment variable NOT_SET is not set",
        "${sys:user.home}, 'not a reference: ${sys:user.home}'",
        "${file:/no/such}, cannot read /no/such (NoSuchFileException)",
    })
    void referencesThatFail(String value, String told) {
        assertEquals(
                told,
                wrong(SMALLEST.replace("data:", "hostname: \"" + value + "\", data:"))
                        .getFirst()
                        .wrong());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "services: {imap: {user-maps: [nobody]}} | services.imap.user-maps | no such name: nobody",
                "volumes: [{name: v1, number: 1, path: /x}] | volumes | a node without role store has no volumes",
                "nodes: [{name: other}] | node.name | fe1 is not under nodes",
                "nodes: [{name: fe1}, {name: fe1}] | nodes | fe1 twice",
                "user-maps: [{name: m, type: file}] | user-maps[1].file | missing",
                "user-maps: [{name: m, type: ldap-bind, directory: d}] | user-maps.m.directory | no such name: d",
                "directories: [{name: d, base: x}] | directories.d.uris | missing",
                "trusted-peers: [{name: fe2}] | trusted-peers[1].networks | missing",
                "node: [a] | node | a single value where a section belongs",
                "log: {level: [info, warn]} | log.level | a list where one value belongs",
            })
    void whatOneRecordCannotKnow(String yaml, String key, String told) {
        Problem problem =
                wrong((yaml.startsWith("node:") ? "" : SMALLEST) + yaml).getFirst();
        assertEquals(key, problem.key());
        assertEquals(told, problem.wrong());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "link: 'b:1' | '' | OK",
                "link: 'b:1', tls: none | '' | nodes.store2.tls",
                "link: 'b:1' | secret: x, | trusted-peers.store2.secret",
                "imap: 'b:1' | secret: x, | OK",
            })
    void onlyCertificatesProveTheNodesOfTheLink(String node, String peer, String key) {
        ConfigurationFile.Outcome outcome = read("""
                node: {name: store1, roles: [store], data: /tmp/x}
                volumes: [{name: v1, number: 1, path: /tmp/x/v1}]
                nodes: [{name: store1, link: "a:1"}, {name: store2, %s}]
                trusted-peers: [{name: store2, %s networks: [10.0.0.0/24]}]
                """.formatted(node, peer));
        assertEquals(
                key,
                switch (outcome) {
                    case ConfigurationFile.Outcome.Read _ -> "OK";
                    case ConfigurationFile.Outcome.Wrong(var problems) ->
                        problems.getFirst().key();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login: password, imap: 'b:1', lmtp: 'b:2', tls: starttls, trust: /ca.pem | OK",
                "login: password, smtp: 'b:25', tls: none | OK",
                "login: password, secret: x | nodes.other.secret",
                "login: password, link: 'b:1' | nodes.other.link",
                "login: password, lmtp: 'b:2', smtp: 'b:25' | nodes.other.smtp",
                "smtp: 'b:25' | nodes.other.smtp",
                "trust: /ca.pem | nodes.other.trust",
                "tls: false | nodes[2].tls",
            })
    void whatForeignNodesHaveAndOthersHaveNot(String node, String key) {
        ConfigurationFile.Outcome outcome = read(SMALLEST + "nodes: [{name: fe1}, {name: other, " + node + "}]");
        assertEquals(
                key,
                switch (outcome) {
                    case ConfigurationFile.Outcome.Read _ -> "OK";
                    case ConfigurationFile.Outcome.Wrong(var problems) ->
                        problems.getFirst().key();
                });
    }

    @Test
    void textThatIsNotYaml() {
        assertTrue(wrong("node: {").getFirst().wrong().startsWith("not YAML: "));
        assertEquals("the file is not a mapping", wrong("- a").getFirst().wrong());
    }
}
