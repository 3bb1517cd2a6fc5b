package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static waypost.config.ConfigurationFileTest.SMALLEST;
import static waypost.config.ConfigurationFileTest.valid;
import static waypost.config.ConfigurationFileTest.wrong;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a file before it has a meaning: whether it can be read, whether it is YAML, and what its references stand for. */
class ConfigurationTextTest {
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
        assertEquals(
                "s3cret",
                directory.bind().orElseThrow().password().orElseThrow().value());
        assertEquals(
                "***", directory.bind().orElseThrow().password().orElseThrow().toString());
    }

    /** A password may look like anything. */
    @Test
    void whatIsReferredToIsTakenAsItIs(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "$${a}${env:HOME_BASE}$1\\");
        Configuration configuration = valid("""
                node: {name: fe1, roles: [proxy], data: "/${env:HOME_BASE}/${env:HOME_BASE}"}
                trusted-peers: [{name: fe2, secret: "${file:%s}", networks: [10.0.0.0/24]}]
                """.formatted(secret));
        assertEquals(
                Files.readString(secret),
                configuration.trustedPeers().getFirst().secret().orElseThrow().value());
        assertEquals(Path.of("/dc=example/dc=example"), configuration.node().data());
    }

    @ParameterizedTest
    @CsvSource({
        "${env:NOT_SET}, environment variable NOT_SET is not set",
        "${sys:user.home}, '${ that begins no reference'",
        "${env:HOME_BASE}/${sys:user.name}, '${ that begins no reference'",
        "${env:HOME_BASE, '${ that begins no reference'",
        "gehe${im, '${ that begins no reference'",
        "${file:/no/such}, /no/such does not exist",
        "${file:/}, / is a folder",
        "${env:NOT_SET:-geheim}, default values (:-) are not supported",
    })
    void referencesThatFail(String value, String told) {
        assertEquals(
                told,
                wrong(SMALLEST.replace("data:", "hostname: \"" + value + "\", data:"))
                        .getFirst()
                        .wrong());
    }

    /** Not even the line that is wrong: a password may be in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bind: {dn: cn=x, password: geheim\nbase: x",
                "bind: {dn: cn=x, password: *geheim}",
                "bind: {dn: cn=x, password: !geheim}",
                "bind: {dn: cn=x, password: \"geheim}",
                "bind: {dn: cn=x, password: %geheim}",
            })
    void wordsOfAFileThatIsNotYamlAreNotTold(String yaml) {
        Problem problem = wrong(yaml).getFirst();
        assertTrue(problem.wrong().matches("not YAML: .+ \\(line \\d+, column \\d+\\)"), problem.wrong());
        assertFalse(problem.wrong().contains("geheim"), problem.wrong());
    }

    @ParameterizedTest
    @CsvSource({
        "node: *x, an alias (*) that stands for nothing",
        "node: !!javax.script.ScriptEngineManager [x], a tag (!!) that is not allowed",
        "node: !x y, a tag (!) that stands for nothing",
        "'--- {}\n--- {}', more than one document (---)",
    })
    void whatComposesNothingIsNamed(String yaml, String told) {
        Problem problem = wrong(yaml.replace("\\n", "\n")).getFirst();
        assertTrue(problem.wrong().startsWith("not YAML: " + told + " (line "), problem.wrong());
    }

    @Test
    void filesThatAreNoTextAreToldInWords(@TempDir Path folder) throws Exception {
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9, '\n'});
        assertEquals("is not UTF-8 text", unread(latin));
        assertEquals("is a folder", unread(folder));
        assertEquals("there is no such file", unread(folder.resolve("none.yaml")));
    }

    private static String unread(Path file) {
        return assertInstanceOf(ConfigurationFile.Outcome.Wrong.class, ConfigurationFile.read(file, (_, _) -> {}))
                .problems()
                .getFirst()
                .wrong();
    }

    @Test
    void textThatIsNotYaml() {
        assertTrue(wrong("node: {").getFirst().wrong().startsWith("not YAML: "));
        assertEquals("the file is not a mapping", wrong("- a").getFirst().wrong());
    }
}
