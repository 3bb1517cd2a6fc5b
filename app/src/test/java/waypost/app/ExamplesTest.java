package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.config.Configuration;

/** Every example configuration boots as it stands, but for its addresses and folders; those with certificates prove themselves by them. */
class ExamplesTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("waypost.repository", ".."));
    private static final Path FRONT_END = Path.of("fe1.pem");

    @TempDir
    Path folder;

    private ExampleCertificates certificates;

    @BeforeEach
    void files() throws IOException {
        certificates = ExampleCertificates.in(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/ldap.secret"), "secret");
        Files.writeString(folder.resolve("etc/verifier.secret"), "a secret of some length");
        Files.writeString(folder.resolve("etc/oauth.secret"), "secret");
    }

    static Stream<String> examples() {
        return Stream.of(
                "all-in-one.yaml",
                "proxy.yaml",
                "store.yaml",
                "bench-store.yaml",
                "bench-growth.yaml",
                "bench-ldap-proxy.yaml",
                "bench-proxy.yaml");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void boots(String example) throws Exception {
        Configuration configuration = configuration(example);
        try (Node node = Node.start(configuration)) {
            assertEquals(configuration.node().name(), node.name());
        }
    }

    /** It has all keys at once, and stands for no node that one would run; but what it says holds together. */
    @Test
    void theAnnotatedOneIsAccepted() throws IOException {
        String yaml = Files.readString(REPOSITORY.resolve("conf-examples/annotated.yaml"))
                .replace("/etc/waypost", folder.resolve("etc").toString());
        Path file = Files.writeString(folder.resolve("annotated.yaml"), yaml);
        Site.Ended ended = new Site(folder).run("check-config", file.toString());
        assertEquals(Main.DONE, ended.status(), ended.err());
    }

    private Configuration configuration(String example) throws IOException, Complaint {
        String yaml = Files.readString(REPOSITORY.resolve("conf-examples").resolve(example));
        return Configured.read(Files.writeString(folder.resolve(example), localised(yaml)));
    }

    /** Listens on any free port of loopback, takes loopback for the cluster's network, and keeps its data and files here. */
    private String localised(String yaml) throws IOException {
        String local =
                Pattern.compile("address: \"[0-9.]+:\\d+\"").matcher(yaml).replaceAll("address: \"127.0.0.1:0\"");
        return Pattern.compile("\"10\\.0\\.0\\.\\d+:\\d+\"")
                .matcher(local)
                .replaceAll("\"127.0.0.1:" + freePort() + "\"")
                .replace("10.0.0.0/24", "127.0.0.0/8")
                .replace("/var/lib/waypost", folder.resolve("data").toString())
                .replace("/tmp/waypost-bench", folder.resolve("data").toString())
                .replace("/etc/waypost", folder.resolve("etc").toString())
                .replace("listen: \"127.0.0.1:2389\"", "listen: \"127.0.0.1:" + freePort() + "\"")
                .replace("file: conf-examples", "file: " + REPOSITORY.toAbsolutePath() + "/conf-examples");
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    @Test
    void theFrontEndShowsItsPublicCertificate() throws Exception {
        try (Node node = Node.start(configuration("proxy.yaml"));
                SSLSocket client = certificates.connect(
                        node.addresses("imap").getLast(), "mail.example.net", ExampleCertificates.PUBLIC)) {
            assertEquals(
                    certificates.chain(Path.of("mail.pem")).getFirst(),
                    client.getSession().getPeerCertificates()[0]);
            assertTrue(reader(client).readLine().startsWith("* OK "));
        }
    }

    /** Anybody gets the greeting: a node may also prove itself by a secret. But this example names none. */
    @Test
    void theStoreLetsInTheFrontEndByItsCertificateOnly() throws Exception {
        try (Node node = Node.start(configuration("store.yaml"));
                SSLSocket frontEnd = certificates.connect(
                        node.addresses("lmtp").getFirst(), "store1", ExampleCertificates.CLUSTER, FRONT_END);
                SSLSocket stranger = certificates.connect(
                        node.addresses("lmtp").getFirst(), "store1", ExampleCertificates.CLUSTER)) {
            assertEquals("235", logIn(frontEnd));
            assertEquals("535", logIn(stranger));
        }
    }

    /** The code of the answer to a node's log-in by certificate over LMTP. */
    private static String logIn(SSLSocket node) throws IOException {
        BufferedReader in = reader(node);
        assertEquals("220", code(in));
        node.getOutputStream().write("LHLO fe1\r\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals("250", code(in));
        node.getOutputStream().write("AUTH EXTERNAL =\r\n".getBytes(StandardCharsets.US_ASCII));
        return code(in);
    }

    /** RFC 5321 §4.2.1: the last line of a reply has a space behind the code. */
    private static String code(BufferedReader in) throws IOException {
        String line = in.readLine();
        return line.charAt(3) == '-' ? code(in) : line.substring(0, 3);
    }

    private static BufferedReader reader(SSLSocket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
}
