package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.NodeName;

class ConfigurationFileTest {
    static final String SMALLEST = """
            node: {name: fe1, roles: [proxy], data: /tmp/x}
            """;

    static ConfigurationFile.Outcome read(String yaml) {
        return ConfigurationFile.read(new StringReader(yaml), Map.of("HOME_BASE", "dc=example")::get, (_, _) -> {});
    }

    static Configuration valid(String yaml) {
        return assertInstanceOf(ConfigurationFile.Outcome.Read.class, read(yaml))
                .configuration();
    }

    static List<Problem> wrong(String yaml) {
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
        assertTrue(configuration.services().pop3().retrSetsSeen());
        assertFalse(configuration.services().pop3().exclusiveLock());
    }

    @Test
    void pop3MayMarkAndLock() {
        var pop3 = valid(SMALLEST + "services: {pop3: {retr-sets-seen: false, exclusive-lock: true}}\n")
                .services()
                .pop3();
        assertFalse(pop3.retrSetsSeen());
        assertTrue(pop3.exclusiveLock());
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

    /** What one level finds hides nothing of what the next one would. */
    @Test
    void everyLevelIsToldAtOnce() {
        List<Problem> problems = wrong("""
                node: {name: Store1, roles: [store], data: /tmp/x}
                services: {imap: {user-maps: [nobody], login-timeout: 180}}
                user-maps: [{name: m, type: ldap-bind, several: frist}]
                directories: [{name: d, base: x, timeout: 0s, in-flight: {binds: 257}}]
                log: {level: loud}
                """);
        assertEquals(
                List.of(
                        "node.name",
                        "directories[1].timeout",
                        "directories[1].in-flight.binds",
                        "user-maps[1].several",
                        "services.imap.login-timeout",
                        "log.level",
                        "user-maps[1].directory",
                        "directories[1].uris",
                        "services.imap.user-maps[1]",
                        "volumes"),
                problems.stream().map(Problem::key).toList());
    }

    @Test
    void whatIsNamedOrOpenedTwiceIsTold() {
        List<Problem> problems = wrong("""
                node: {name: store1, roles: [store], data: /tmp/x}
                user-maps: [{name: m, type: file, file: /tmp/users}]
                services: {imap: {user-maps: [m, m]}}
                volumes: [{name: v1, number: 1, path: /x}, {name: v2, number: 2, path: /y/../x}]
                """);
        assertEquals(
                List.of("services.imap.user-maps", "volumes[2].path"),
                problems.stream().map(Problem::key).toList());
    }

    @Test
    void publicFoldersBelongToOneDomainAndToAStore() {
        String folders = """
                public-folders:
                  - {domain: example.net, administrators: [a@example.net]}
                  - {domain: Example.NET, administrators: [a@example.net]}
                """;
        List<Problem> problems = wrong(SMALLEST + folders);
        assertEquals(
                List.of("public-folders[2].domain", "public-folders"),
                problems.stream().map(Problem::key).toList());
        assertEquals(
                List.of("public-folders[1].administrators"),
                wrong(SMALLEST + "public-folders: [{domain: example.net}]").stream()
                        .map(Problem::key)
                        .filter(key -> key.contains("["))
                        .toList());
    }

    /** A name that is wrong itself, and so known to nobody, is one problem and not as many as there are references to it. */
    @Test
    void whatFollowsFromAnotherProblemIsNotTold() {
        List<Problem> problems = wrong("""
                node: {name: FE1, roles: [porxy], data: /tmp/x}
                nodes: [{name: fe1}, {name: other, login: pasword, smtp: "b:25"}]
                user-maps: [{name: m, type: flie}, {name: n, type: ldap-bind, directory: d}]
                directories: [{name: [d, f], base: x, uris: ["ldap://x"]}, {name: e, base: x}]
                embedded-directory: {listen: here}
                volumes: [{name: v1, number: 0, path: /x}]
                cache: {positive: long, staleness: {route: 1s}}
                """);
        assertEquals(
                List.of(
                        "node.name",
                        "node.roles[1]",
                        "embedded-directory.listen",
                        "directories[1].name",
                        "user-maps[1].type",
                        "cache.positive",
                        "nodes[2].login[1]",
                        "volumes[1].number"),
                problems.stream().map(Problem::key).toList());
    }

    /** That a name is there twice, or another map has no type, hides no name that is not there at all. */
    @Test
    void namesThatAreNowhereAreToldBesideOthers() {
        List<Problem> problems = wrong(SMALLEST + """
                directories: [{name: d, base: x, uris: ["ldap://x"]}, {name: d, base: x, uris: ["ldap://x"]}]
                user-maps:
                  - {name: m, type: flie}
                  - {name: m, type: ldap-bind, directory: d}
                  - {name: n, type: ldap-bind, directory: nodir}
                services: {imap: {user-maps: [nomap]}}
                """);
        assertEquals(
                List.of(
                        "user-maps[1].type",
                        "user-maps[3].directory",
                        "services.imap.user-maps[1]",
                        "directories[2].name",
                        "user-maps[2].name"),
                problems.stream().map(Problem::key).toList());
        assertEquals("known are: m, n", problems.get(2).instead());
    }

    @Test
    void whereNothingIsDefinedNothingIsListed() {
        assertEquals(
                "define it first: there is none yet",
                wrong(SMALLEST + "user-maps: [{name: m, type: ldap-bind, directory: d}]")
                        .getFirst()
                        .instead());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "directories: [{name: d, base: x, timeout: 2m}] | directories[1].timeout | 1ms to 1m",
                "cache: {entries: 0} | cache.entries | at least 1",
                "cache: {verifier: 31d} | cache.verifier | at most 30d",
                "cache: {sessions: 9s} | cache.sessions | 10s to 1h",
                "cache: {sessions: 61m} | cache.sessions | 10s to 1h",
                "volumes: [{name: v1, number: 65536, path: /x}] | volumes[1].number | 1 to 65535",
                "volumes: [{name: v1, number: 1, path: /x, segment-size: 4 GiB}] | volumes[1].segment-size | 8 MiB to 1 GiB",
            })
    void rangesAreTold(String yaml, String key, String range) {
        Problem problem = wrong(SMALLEST + yaml).getFirst();
        assertEquals(key, problem.key());
        assertEquals("write " + range, problem.instead());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store | imap: '' | services.imap.listeners[1].internal",
                "store | pop3: '' | services.pop3.listeners[1].internal",
                "store | imap: 'internal: true' | OK",
                "store | smtp: '' | services.smtp.listeners[1]",
                "store | submission: '' | services.submission.listeners[1]",
                "store | lmtp: '' | services.lmtp.listeners[1].internal",
                "store | lmtp: 'internal: true' | OK",
                "store | link: 'tls: implicit' | services.link.listeners[1].internal",
                "store | link: 'internal: true' | services.link.listeners[1].tls",
                "store | link: 'internal: true, tls: implicit' | OK",
                "proxy | imap: '' | OK",
                "proxy | imap: 'internal: true' | services.imap.listeners[1].internal",
                "proxy | pop3: 'internal: true' | services.pop3.listeners[1].internal",
                "proxy | lmtp: 'internal: true' | services.lmtp.listeners[1]",
                "proxy | link: 'tls: implicit' | services.link.listeners[1].internal",
                "proxy | link: 'internal: true, tls: implicit' | OK",
                "proxy, store | imap: '' | OK",
                "proxy, store | imap: 'internal: true' | OK",
            })
    void listenersThatCouldNeverWork(String roles, String listener, String key) {
        String[] service = listener.split(": ", 2);
        String volumes = roles.contains("store") ? "volumes: [{name: v1, number: 1, path: /x}]" : "";
        assertEquals(key, firstKey(read("""
                        node: {name: mail1, roles: [%s], data: /tmp/x}
                        services: {%s: {listeners: [{address: "127.0.0.1:0", %s}]}}
                        %s
                        """.formatted(roles, service[0], service[1].replace("'", ""), volumes))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1 | store2-v1 | OK",
                "V1 | store2-v1 | volumes[1].name",
                "v1 | V2 | nodes[2].volumes[1]",
                "v1 | v1 | nodes[2].volumes[1]",
                "v1 | store1 | nodes[2].volumes[1]",
                "store2 | v1 | volumes[1].name",
            })
    void eachVolumeHasANameOfItsOwn(String own, String other, String key) {
        assertEquals(key, firstKey(read("""
                        node: {name: store1, roles: [store], data: /tmp/x}
                        volumes: [{name: %1$s, number: 1, path: /tmp/x/v1}]
                        nodes: [{name: store1, volumes: [v1]}, {name: store2, volumes: [%2$s]}]
                        """.formatted(own, other))));
    }

    static String firstKey(ConfigurationFile.Outcome outcome) {
        return switch (outcome) {
            case ConfigurationFile.Outcome.Read _ -> "OK";
            case ConfigurationFile.Outcome.Wrong(var problems) ->
                problems.getFirst().key();
        };
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

    /** Behind an element that is wrong, each key is still that of its own place. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodes: [{name: fe1}, {}, {name: x, colour: red}] | nodes[3].colour nodes[2].name",
                "volumes: [text, {name: v1, number: 0, path: /x}] | volumes volumes[1] volumes[2].number",
                "services: {imap: {user-maps: ['${x}', nobody]}} | services.imap.user-maps[1]",
                "services: {imap: {user-maps: [nobody, '${x}', no]}} | services.imap.user-maps[2] services.imap.user-maps[1]",
                "services: {imap: {user-maps: [{a: b}, '${x}', nobody]}}"
                        + " | services.imap.user-maps[1] services.imap.user-maps[2]",
                "nodes: [{name: fe1, volumes: [V, fe1, W]}] | nodes[1].volumes[1] nodes[1].volumes[3]",
                "nodes: [{name: fe1, volumes: [v, fe1, W]}] | nodes[1].volumes[3] nodes[1].volumes[2]",
                "nodes: [{name: fe1, volumes: [v, '', W]}] | nodes[1].volumes[2] nodes[1].volumes[3]",
                "nodes: [{name: fe1, volumes: [{}, fe1]}] | nodes[1].volumes[1]",
                "log: {level: [info, {}]} | log.level",
            })
    void keysCountWhatIsWrong(String yaml, String keys) {
        assertEquals(Set.of(keys.split(" ")), Set.of(keys(read(SMALLEST + yaml)).split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "services: {imap: {user-maps: [nobody]}} | services.imap.user-maps[1] | no such name: nobody",
                "volumes: [{name: v1, number: 1, path: /x}] | volumes | a node without role store has no volumes",
                "nodes: [{name: other}] | node.name | fe1 is not under nodes",
                "nodes: [{name: fe1}, {name: fe1}] | nodes[2].name | fe1 twice",
                "user-maps: [{name: m, type: file}] | user-maps[1].file | missing",
                "user-maps: [{name: m, type: ldap-bind, directory: d}] | user-maps[1].directory | no such name: d",
                "user-maps: [{name: m, type: file, file: /x, directory: d}] | user-maps[1].directory"
                        + " | a map of type file asks no directory",
                "user-maps: [{name: m, type: ldap-bind, file: /x, directory: d}] | user-maps[1].file"
                        + " | only a map of type file reads one",
                "directories: [{name: d, base: x}] | directories[1].uris | missing",
                "trusted-peers: [{name: fe2}] | trusted-peers[1].networks | missing",
                "node: {name: fe1, data: /x} | node.roles | missing",
                "node: {name: fe1, data: /x, roles: [proxy, proxy]} | node.roles | a role twice",
                "user-maps: [{name: m, type: file, file: /x, domain-query: '(a=%d)'}] | user-maps[1].domain-query"
                        + " | a file has no directory to ask",
                "cache: {staleness: {route: 1m}} | cache.staleness.route | shorter than answers are remembered anyway",
                "classes: [{name: staff}, {name: Staff}] | classes[2].name | staff twice",
                "addresses: {domain-aliases: [{alias: a.example, domain: b.example}, {alias: A.example, domain: c.example}]}"
                        + " | addresses.domain-aliases[2].alias | a.example twice",
                "node: [a] | node | a single value where a section belongs",
                "log: {level: [info, warn]} | log.level | a list where one value belongs",
            })
    void whatOneRecordCannotKnow(String yaml, String key, String told) {
        Problem problem =
                wrong((yaml.startsWith("node:") ? "" : SMALLEST) + yaml).getFirst();
        assertEquals(key, problem.key());
        assertEquals(told, problem.wrong());
    }

    static String keys(ConfigurationFile.Outcome outcome) {
        return switch (outcome) {
            case ConfigurationFile.Outcome.Read _ -> "OK";
            case ConfigurationFile.Outcome.Wrong(var problems) ->
                problems.stream().map(Problem::key).collect(Collectors.joining(" "));
        };
    }

    /** What a command does not take may be as it likes. */
    @Test
    void onlyTheSectionsThatAreAskedForCount(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("store.yaml"), """
                node: {name: store1, roles: [store], data: /tmp/x}
                volumes: [{name: v1, number: 1, path: /x}, {name: v2, number: 0, path: /y}]
                directories: [{name: d, base: x, bind: {dn: cn=x, password: "${file:/no/such}"}}]
                user-maps: [{name: m, type: flie}]
                colour: red
                """);
        var node = assertInstanceOf(ConfigurationFile.Outcome.Read.class, ConfigurationFile.read(file, Set.of("node")));
        assertEquals(new NodeName("store1"), node.configuration().node().name());
        assertEquals("volumes[2].number", keys(ConfigurationFile.read(file, Set.of("node", "volumes"))));
        assertEquals("", keys(ConfigurationFile.read(folder, Set.of("node"))));
    }
}
