package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.NodeName;
import waypost.protocol.login.Refusal;

class TlsTest {
    private static final Endpoint ANY_PORT = new Endpoint.Socket("127.0.0.1", 0);

    private final Net net = Net.open(new MetricRegistry());

    @TempDir
    Path folder;

    private LocalAuthority authority;
    private Identity node;

    @BeforeEach
    void authority() throws IOException {
        authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        node = authority.node(new NodeName("n1"));
    }

    @AfterEach
    void close() {
        net.close();
    }

    private List<Path> trust() {
        return List.of(authority.certificate());
    }

    private Listener listen(Protection protection) throws IOException {
        LoginService service = new LoginService(
                net,
                "test",
                protection.offered(),
                LineLogin::new,
                request -> CompletableFuture.completedFuture(new Verdict.Refuse(Refusal.SERVICE)),
                LoginLimits.USUAL,
                Duration.ofMinutes(1));
        return net.listen(ListenerSpec.open("front", ANY_PORT, protection), wire -> service.handler());
    }

    /** Sends some text when connected and gathers what comes until the end. */
    private static final class Talk implements WireHandler {
        private final CompletableFuture<String> done = new CompletableFuture<>();
        private final StringBuilder heard = new StringBuilder();
        private final String text;

        Talk(String text) {
            this.text = text;
        }

        @Override
        public void connected(Wire wire) {
            wire.write(StandardCharsets.US_ASCII.encode(text));
            wire.flush();
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {
            heard.append(StandardCharsets.US_ASCII.decode(in));
        }

        @Override
        public void closed(Wire wire, String why) {
            done.complete(heard.isEmpty() ? "closed: " + why : heard.toString());
        }

        String end() throws Exception {
            return done.get(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private String talk(Listener listener, Optional<ClientTls> tls) throws Exception {
        Talk talk = new Talk("TLS?\r\nQUIT\r\n");
        Dial dial = Dial.to(Endpoint.of(listener.address()));
        Wire _ = net.connect(
                tls.map(known -> dial.with(new Encryption.Implicit(known))).orElse(dial), talk);
        return talk.end();
    }

    @Test
    void implicitTlsIsVerifiedByName() throws Exception {
        Listener front = listen(new Protection.Implicit(ServerTls.of(List.of(node))));
        ClientTls tls = ClientTls.to("n1", trust());
        assertEquals("+OK hello\r\n+OK true\r\n+OK bye\r\n", talk(front, Optional.of(tls)));
        assertEquals("+OK hello\r\n+OK true\r\n+OK bye\r\n", talk(front, Optional.of(tls.to("127.0.0.1"))));
        assertTrue(talk(front, Optional.of(tls.to("n2"))).startsWith("closed: TLS handshake"));
    }

    /** However often a node is called, what is kept of its sessions does not grow. */
    @Test
    void sessionsOfCallersAreFew() throws Exception {
        Listener front = listen(new Protection.Implicit(ServerTls.of(List.of(node))));
        ClientTls tls = ClientTls.to("n1", trust());
        for (int call = 0; call < TlsFiles.SESSIONS + 10; call++) {
            assertEquals("+OK hello\r\n+OK true\r\n+OK bye\r\n", talk(front, Optional.of(tls)));
        }
        assertTrue(tls.sessions() <= TlsFiles.SESSIONS, "kept: " + tls.sessions());
    }

    @Test
    void strangersAuthoritiesAreNotTrusted() throws Exception {
        LocalAuthority stranger = LocalAuthority.open(folder.resolve("other"), InstantSource.system());
        Listener front = listen(new Protection.Implicit(ServerTls.of(List.of(stranger.node(new NodeName("n1"))))));
        assertTrue(talk(front, Optional.of(ClientTls.to("n1", trust()))).startsWith("closed: TLS handshake"));
    }

    @Test
    void bothSidesShowCertificates() throws Exception {
        CompletableFuture<Peer> seen = new CompletableFuture<>();
        Listener front = net.listen(
                ListenerSpec.internal("link", ANY_PORT, new Protection.Implicit(ServerTls.asking(node, trust()))),
                wire -> new WireHandler() {
                    @Override
                    public void connected(Wire connected) {
                        seen.complete(connected.peer());
                        connected.closeAfterFlush("seen");
                    }

                    @Override
                    public void received(Wire from, ByteBuffer in) {}

                    @Override
                    public void closed(Wire closed, String why) {}
                });
        Identity own = authority.issue("fe1", List.of("fe1.example.net"));
        Talk talk = new Talk("");
        Wire _ = net.connect(
                Dial.to(Endpoint.of(front.address())).with(new Encryption.Implicit(ClientTls.to("n1", trust(), own))),
                talk);
        Peer peer = seen.get(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(List.of("fe1", "fe1.example.net"), peer.tls().orElseThrow().certificateNames());
        assertEquals("TLSv1.3", peer.tls().orElseThrow().version());
        assertTrue(peer.internal());
        talk.end();
    }

    @Test
    void startTlsReplacesTheSession() throws Exception {
        Listener front = listen(new Protection.StartTls(ServerTls.of(List.of(node))));
        Talk secured = new Talk("TLS?\r\nQUIT\r\n");
        ClientTls tls = ClientTls.to("n1", trust());
        Wire _ = net.connect(
                Dial.to(Endpoint.of(front.address())).with(new Encryption.StartTls(tls)), new WireHandler() {
                    private int lines;

                    @Override
                    public void connected(Wire wire) {
                        wire.write(StandardCharsets.US_ASCII.encode("TLS?\r\nSTLS\r\n"));
                        wire.flush();
                    }

                    @Override
                    public void received(Wire wire, ByteBuffer in) {
                        while (!LineLogin.takeLine(in).isEmpty()) {
                            lines++;
                        }
                        if (lines == 3) {
                            wire.startTls(secured);
                        }
                    }

                    @Override
                    public void closed(Wire wire, String why) {
                        secured.closed(wire, why);
                    }
                });
        assertEquals("+OK true\r\n+OK bye\r\n", secured.end());
    }

    @Test
    void bytesInClearBehindStartTlsEndTheConnection() throws Exception {
        Listener front = listen(new Protection.StartTls(ServerTls.of(List.of(node))));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("STLS\r\nLOGIN injected x\r\n");
            String heard = client.rest();
            assertFalse(heard.contains("SERVICE"), heard);
        } catch (java.net.SocketException reset) {
            assertTrue(String.valueOf(reset.getMessage()).contains("reset"));
        }
    }

    @Test
    void certificatesAreMadeOnceAndRenewed() throws Exception {
        byte[] before = Files.readAllBytes(node.certificate());
        LocalAuthority again = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        assertEquals(node, again.node(new NodeName("n1")));
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(node.certificate())));
        byte[] authorityBefore = Files.readAllBytes(authority.certificate());

        Instant later = Instant.now().plus(Duration.ofDays(300));
        LocalAuthority old = LocalAuthority.open(folder.resolve("tls"), InstantSource.fixed(later));
        Identity renewed = old.node(new NodeName("n1"));
        assertNotEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(renewed.certificate())));
        assertEquals(-1, java.util.Arrays.mismatch(authorityBefore, Files.readAllBytes(old.certificate())));

        try (var files = Files.list(folder.resolve("tls"))) {
            for (Path file : files.toList()) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
    }
}
