package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.config.Configuration;

/** Every example configuration boots as it stands, but for its addresses, folders and files. */
class ExamplesTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("waypost.repository", ".."));

    @TempDir
    Path folder;

    static Stream<String> examples() {
        return Stream.of("all-in-one.yaml", "proxy.yaml", "store.yaml", "bench-store.yaml", "bench-proxy.yaml");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void boots(String example) throws Exception {
        Path file = folder.resolve(example);
        Files.writeString(
                file,
                localised(Files.readString(REPOSITORY.resolve("conf-examples").resolve(example))));
        Configuration configuration = Configured.read(file);
        try (Node node = Node.start(configuration)) {
            assertEquals(configuration.node().name(), node.name());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    /** Listens on any free port of loopback, keeps its data here, and takes certificates and secrets of its own. */
    private String localised(String yaml) throws IOException {
        Path secret = Files.writeString(folder.resolve("ldap.secret"), "secret");
        String local =
                Pattern.compile("address: \"[0-9.]+:\\d+\"").matcher(yaml).replaceAll("address: \"127.0.0.1:0\"");
        int tls = local.indexOf("\ntls:");
        return (tls < 0 ? local : local.substring(0, tls + 1))
                .replace("/var/lib/waypost", folder.resolve("data").toString())
                .replace("/tmp/waypost-bench", folder.resolve("data").toString())
                .replace("/etc/waypost/ldap.secret", secret.toString())
                .replace("listen: \"127.0.0.1:2389\"", "listen: \"127.0.0.1:" + freePort() + "\"")
                .replace("file: conf-examples", "file: " + REPOSITORY.toAbsolutePath() + "/conf-examples");
    }
}
