package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.config.UserNameForm;
import waypost.identity.NodeName;
import waypost.testkit.TestAuthority;
import waypost.testkit.TestAuthority.Issued;
import waypost.testkit.TestAuthority.Wanted;

/** Clients that are asked for their user's certificate: what the listener knows of them behind the handshake. */
class UserCertificatesTest {
    private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));
    private static final TestAuthority USERS = TestAuthority.root("Users");
    private static final Wanted ANNA = Wanted.of(TestAuthority.email("anna@example.net"));
    private static final Issued GOOD = USERS.issue(ANNA);
    private static final Issued STRANGE = TestAuthority.root("Strangers").issue(ANNA);
    private static final Issued EXPIRED = USERS.issue(
            ANNA.within(Instant.now().minus(Duration.ofDays(2)), Instant.now().minus(Duration.ofDays(1))));

    private final Net net = Net.open(new MetricRegistry());

    @TempDir
    Path folder;

    private LocalAuthority nodes;
    private Identity node;
    private Path revoked;

    @BeforeEach
    void authorities() throws Exception {
        nodes = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        node = nodes.node(new NodeName("n1"));
        revoked = Files.writeString(folder.resolve("revoked.pem"), USERS.revoking(TOMORROW));
    }

    @AfterEach
    void close() {
        net.close();
    }

    private ServerTls asking(ClientCertificate wanted, List<Identity> shown) throws Exception {
        Path trust = USERS.write(folder.resolve("users.pem"));
        return ServerTls.askingUsers(
                shown,
                new UserAuthorities.Source(List.of(trust), List.of(revoked), List.of(nodes.certificate())),
                wanted);
    }

    /** Says who a client is, and closes. */
    private Listener listen(ServerTls tls) throws IOException {
        return net.listen(
                ListenerSpec.open("front", new Endpoint.Socket("127.0.0.1", 0), new Protection.Implicit(tls)),
                wire -> new WireHandler() {
                    @Override
                    public void connected(Wire stands) {
                        Peer.TlsFacts facts = stands.peer().tls().orElseThrow();
                        List<String> user = facts.user()
                                .map(shown -> UserNames.of(shown, List.of(UserNameForm.EMAIL)))
                                .orElse(List.of());
                        stands.write(StandardCharsets.US_ASCII.encode(user + " " + facts.certificateNames()));
                        stands.flush();
                        stands.closeAfterFlush("said");
                    }

                    @Override
                    public void received(Wire from, ByteBuffer in) {}

                    @Override
                    public void closed(Wire gone, String why) {}
                });
    }

    private SSLContext client(Issued... shown) throws IOException {
        return TestAuthority.client(
                PemFile.certificate(nodes.certificate()),
                List.of(shown).stream().findFirst());
    }

    private static String talk(SSLContext client, Listener front, String version) throws IOException {
        try (Socket plain =
                        new Socket(front.address().getAddress(), front.address().getPort());
                SSLSocket socket = (SSLSocket) client.getSocketFactory()
                        .createSocket(plain, "n1", front.address().getPort(), true)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.setSoTimeout((int) Scripted.PATIENCE.toMillis());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String talk(SSLContext client, Listener front) throws IOException {
        return talk(client, front, "TLSv1.3");
    }

    private static Optional<Issued> named(String which) {
        return switch (which) {
            case "good" -> Optional.of(GOOD);
            case "strange" -> Optional.of(STRANGE);
            case "expired" -> Optional.of(EXPIRED);
            default -> Optional.empty();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "good | TLSv1.3 | [anna@example.net] []",
                "good | TLSv1.2 | [anna@example.net] []",
                "none | TLSv1.3 | [] []",
                "none | TLSv1.2 | [] []",
                "strange | TLSv1.3 | [] []",
                "expired | TLSv1.3 | [] []",
                "expired | TLSv1.2 | [] []",
            })
    void optional(String which, String version, String known) throws Exception {
        Listener front = listen(asking(ClientCertificate.OPTIONAL, List.of(node)));
        assertEquals(known, talk(client(named(which).stream().toArray(Issued[]::new)), front, version));
    }

    @ParameterizedTest
    @CsvSource({"none, TLSv1.3", "none, TLSv1.2", "expired, TLSv1.3", "expired, TLSv1.2"})
    void required(String which, String version) throws Exception {
        Listener front = listen(asking(ClientCertificate.REQUIRED, List.of(node)));
        SSLContext client = client(named(which).stream().toArray(Issued[]::new));
        assertThrows(IOException.class, () -> talk(client, front, version));
        assertEquals("[anna@example.net] []", talk(client(GOOD), front, version));
    }

    /** Whoever comes back is looked at again: no session is resumed, and the list is read when it has changed. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void takenBackMeanwhile(String version) throws Exception {
        ServerTls tls = asking(ClientCertificate.OPTIONAL, List.of(node));
        Listener front = listen(tls);
        SSLContext client = client(GOOD);
        assertEquals("[anna@example.net] []", talk(client, front, version));
        assertEquals("[anna@example.net] []", talk(client, front, version));
        Files.writeString(revoked, USERS.revoking(TOMORROW, GOOD.certificate()));
        assertTrue(tls.refresh());
        assertEquals("[] []", talk(client, front, version));
        Files.writeString(revoked, "not a list");
        assertThrows(IOException.class, tls::refresh);
        assertEquals("[] []", talk(client, front, version));
    }

    /** Also where the certificate of the server is chosen by the name that the client asks for. */
    @ParameterizedTest
    @EnumSource
    void severalNames(ClientCertificate wanted) throws Exception {
        Identity other = nodes.issue("other.example.net", List.of());
        Listener front = listen(asking(wanted, List.of(other, node)));
        assertEquals("[anna@example.net] []", talk(client(GOOD), front));
    }

    /** A user who is called like a node is no node, and a node that shows its certificate to the public is no user. */
    @Test
    void usersAreNoNodes() throws Exception {
        Listener internal = net.listen(
                ListenerSpec.internal(
                        "link",
                        new Endpoint.Socket("127.0.0.1", 0),
                        new Protection.Implicit(ServerTls.asking(node, List.of(nodes.certificate())))),
                wire -> {
                    throw new AssertionError("nobody gets so far");
                });
        SSLContext client = client(USERS.issue(ANNA.subject("CN=store1")));
        assertThrows(IOException.class, () -> talk(client, internal));
        ServerTls tls = asking(ClientCertificate.OPTIONAL, List.of(node));
        Listener front = listen(tls);
        Identity store = nodes.issue("store1", List.of("store1.example.net"));
        Issued shown = new Issued(
                PemFile.certificates(store.certificate()),
                PemFile.read(store.key()).key());
        assertEquals("[] []", talk(client(shown), front));
        assertFalse(tls.refresh());
    }
}
