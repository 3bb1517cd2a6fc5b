package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.Secret;
import waypost.net.LocalAuthority;
import waypost.oauth.Issuers;
import waypost.oauth.TokenAnswer;

/** From a file to answers about tokens: an issuer is asked over TLS, and believed by the certificates that the file names. */
class OauthSetupTest {
    private static final Secret TOKEN = new Secret("2YotnFZFEjr1zCsicMWpAA");

    @TempDir
    Path folder;

    private HttpsServer server;

    @BeforeEach
    void serve() throws Exception {
        ExampleCertificates certificates = ExampleCertificates.in(folder);
        LocalAuthority authority = LocalAuthority.open(folder, InstantSource.system());
        authority.issue("idp", List.of("localhost"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificates.serving(Path.of("idp.pem"))));
        server.createContext("/", exchange -> {
            byte[] answer = """
                    {"active": true, "aud": "mail", "upn": "anna@example.net", "scope": "imap smtp"}
                    """.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Path file(String host, String keys) throws IOException {
        return Files.writeString(folder.resolve("node.yaml"), """
                node: {name: fe1, roles: [proxy], data: "%1$s/data", hostname: localhost}
                oauth:
                  - name: idp
                    issuer: https://idp.example.net
                    audience: [mail]
                    user-claim: upn
                    introspection: {url: "https://%2$s:%3$d/", client: waypost, secret: s3cret}
                    %4$s
                """.formatted(
                        folder, host, server.getAddress().getPort(), keys));
    }

    private TokenAnswer asked(String host, String keys) throws IOException, Complaint {
        try (Issuers issuers =
                OauthSetup.open(Configured.readToRun(file(host, keys))).orElseThrow()) {
            return issuers.check(TOKEN);
        }
    }

    @Test
    void anIssuerIsBelievedByTheCertificatesNamed() throws Exception {
        var user =
                assertInstanceOf(TokenAnswer.User.class, asked("localhost", "trust: \"%s/ca.pem\"".formatted(folder)));
        assertEquals("anna@example.net", user.name());
        assertEquals(Set.of("imap", "smtp"), user.scopes());
    }

    @ParameterizedTest
    @CsvSource({"localhost, ''", "localhost, trust: %s/public/ca.pem", "127.0.0.1, trust: %s/ca.pem"})
    void anotherOneIsNot(String host, String keys) throws Exception {
        var unavailable = assertInstanceOf(TokenAnswer.Unavailable.class, asked(host, keys.formatted(folder)));
        assertTrue(unavailable.why().contains("SSLHandshakeException"), unavailable.why());
    }

    @Test
    void theScopeOfTheFileCounts() throws Exception {
        assertEquals(
                new TokenAnswer.Refused("without scope pop"),
                asked("localhost", "required-scope: pop\n    trust: %s/ca.pem".formatted(folder)));
    }

    @Test
    void withoutIssuersThereIsNothingToAsk() throws Exception {
        Path plain = Files.writeString(
                folder.resolve("node.yaml"), "node: {name: fe1, roles: [proxy], data: \"" + folder + "/data\"}\n");
        assertEquals(Optional.empty(), OauthSetup.open(Configured.readToRun(plain)));
    }
}
