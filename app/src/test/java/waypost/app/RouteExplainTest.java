package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.Site.Ended;

/** {@code waypost route explain} at a node that runs: what it remembers, how it finds its servers, and what its volumes say. */
class RouteExplainTest {
    @TempDir
    private Path folder;

    private Site site;
    private int port;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
        port = site.imap();
        site.addUser("anna@example.net");
    }

    private Ended explain(String address) {
        return site.run("route", "explain", address, "--config", site.config());
    }

    /** Returns when the log-in has been answered. */
    private void login() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("a LOGIN anna@example.net secret\r\nb LOGOUT\r\n".getBytes(StandardCharsets.US_ASCII));
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(said.contains("a OK"), said);
        }
    }

    @Test
    void tellsWhatTheNodeRemembersAndHasRecorded() throws Exception {
        try (Node _ = Node.start(Configured.read(Path.of(site.config())))) {
            Ended before = explain("Anna+news");
            assertEquals(Main.DONE, before.status(), before.err());
            assertTrue(
                    before.out().startsWith("asked by:  imap store\naddress:   anna@example.net, tag news\n"),
                    before.out());
            assertTrue(before.out().contains("\n  server:  ldap://127.0.0.1:"), before.out());
            assertTrue(before.out().contains(", showed the entry\n"), before.out());
            assertFalse(before.out().contains("cache:"), before.out());
            assertTrue(
                    before.out()
                            .endsWith(
                                    "owner:     not recorded at mail1: the account is made when it is used for the first time\n"),
                    before.out());
            login();
            Ended after = explain("anna");
            assertTrue(after.out().contains("\ncache:     "), after.out());
            assertTrue(after.out().endsWith("owner:     anna@example.net, epoch 1, served by mail1\n"), after.out());
            assertEquals(Main.FAILED, explain("nobody@example.net").status());
        }
        Ended stopped = explain("anna");
        assertEquals(Main.DONE, stopped.status(), stopped.err());
        assertTrue(
                stopped.out().endsWith("owner:     known to mail1: waypost account show anna@example.net there\n"),
                stopped.out());
    }

    @Test
    void tellsWhetherTheNodeTakesConnections() throws Exception {
        Files.writeString(
                Path.of(site.config()),
                "nodes: [{name: mail1, imap: \"127.0.0.1:%d\"}]\n".formatted(port),
                StandardOpenOption.APPEND);
        Ended stopped = explain("anna");
        assertTrue(stopped.out().contains("  imap:    127.0.0.1:" + port + ", not reached: "), stopped.out());
        try (Node _ = Node.start(Configured.read(Path.of(site.config())))) {
            Ended running = explain("anna");
            assertTrue(running.out().contains("  imap:    127.0.0.1:" + port + ", reached in "), running.out());
        }
    }
}
