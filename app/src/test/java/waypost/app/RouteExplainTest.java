package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    private Ended explain(String address, String... options) {
        return site.run(
                Stream.concat(Stream.of("route", "explain", address, "--config", site.config()), Stream.of(options))
                        .toArray(String[]::new));
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

    /** A directory that can go away, in place of the node's own. */
    private InMemoryDirectoryServer outside() throws Exception {
        var config = new InMemoryDirectoryServerConfig("dc=waypost");
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        var server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=waypost", "objectClass: domain");
        server.add(
                "dn: uid=asmith,dc=waypost",
                "objectClass: inetOrgPerson",
                "uid: asmith",
                "mail: anna@example.net",
                "mailHost: mail1",
                "waypostService: imap",
                "waypostService: submission",
                "userPassword: secret");
        server.startListening();
        Path file = Path.of(site.config());
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("embedded-directory: .*\n", "")
                        .replace(
                                "base: dc=waypost",
                                "base: dc=waypost, uris: [\"ldap://127.0.0.1:%d\"], login-filter: \"(uid=%%n)\""
                                        .formatted(server.getListenPort())));
        return server;
    }

    @Test
    void tellsWhatIsAnsweredWhileTheDirectoryIsAway() throws Exception {
        InMemoryDirectoryServer directory = outside();
        try (Node _ = Node.start(Configured.read(Path.of(site.config())))) {
            Ended before = explain("anna");
            assertTrue(before.out().contains("\nanswered:  as the maps say\n"), before.out());
            login();
            directory.shutDown(true);
            Ended after = explain("anna");
            assertEquals(Main.DONE, after.status(), after.out());
            assertTrue(after.out().contains("\nresult:    cannot be said now: directory main"), after.out());
            assertTrue(
                    Pattern.compile("\nanswered:  from memory, \\d+ s old.*: account anna@example.net\n")
                            .matcher(after.out())
                            .find(),
                    after.out());
            assertTrue(after.out().contains("\nroute:     mail1\nnode:      mail1\n"), after.out());
            Ended other = explain("other@example.net");
            assertEquals(Main.FAILED, other.status(), other.out());
            assertTrue(other.out().contains("\nanswered:  put off (451): directory main "), other.out());
            Ended login = explain("anna", "--login", "--service", "imap");
            assertEquals(Main.DONE, login.status(), login.out());
            assertTrue(login.out().startsWith("asked by:  imap store\n"), login.out());
            assertTrue(login.out().contains("\nlog-in:    with the right password: imap\n"), login.out());
            assertTrue(login.out().contains(" is remembered, and good for now; any other is put off\n"), login.out());
        } finally {
            directory.close();
        }
    }

    @Test
    void explainsALogInByTheFilterOfLogIns() throws Exception {
        try (InMemoryDirectoryServer _ = outside();
                Node _ = Node.start(Configured.read(Path.of(site.config())))) {
            assertEquals(Main.FAILED, explain("asmith").status());
            Ended login = explain("asmith", "--login");
            assertEquals(Main.DONE, login.status(), login.out());
            assertTrue(login.out().contains(", then (uid=asmith)\n"), login.out());
            assertTrue(login.out().contains("\n  state:   active\n"), login.out());
            assertTrue(login.out().contains("\nanswered:  as the maps say\n"), login.out());
            assertTrue(login.out().contains("\nlog-in:    with the right password: submission imap\n"), login.out());
            assertTrue(login.out().contains("\nlog-in:    refused (service): smtp pop3 sieve web\n"), login.out());
            assertTrue(login.out().contains("\npassword:  none is remembered\n"), login.out());
            assertTrue(login.out().contains("\nservices:  imap submission, by the entry\n"), login.out());
            Ended nobody = explain("nobody", "--login");
            assertEquals(Main.FAILED, nobody.status());
            assertTrue(nobody.out().contains("\nlog-in:    refused (unknown): "), nobody.out());
            Ended silent = explain("asmith", "--login", "--service", "pop3");
            assertEquals(Main.WRONG, silent.status(), silent.out());
            assertTrue(silent.err().contains("no listener for pop3"), silent.err());
        }
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
