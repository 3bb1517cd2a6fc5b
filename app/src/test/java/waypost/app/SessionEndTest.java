package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.Site.Ended;

/** Sessions that an administrator ends, at a node that is front end and store. */
class SessionEndTest {
    private static final String BYE = "* BYE Session ended by the server, log in again";

    @TempDir
    private Path folder;

    private Site site;
    private int port;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
        port = site.imap();
        site.addUser("anna@example.net");
        site.addUser("bert@example.net");
    }

    private final class Client implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

        Client(String user) throws IOException {
            socket.setSoTimeout(60_000);
            in.readLine();
            say("a LOGIN " + user + " secret", "a OK");
            say("a SELECT INBOX", "a OK");
        }

        void say(String command, String answer) throws IOException {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String line = in.readLine();
            while (!line.startsWith(answer)) {
                assertTrue(line.startsWith("* "), line);
                line = in.readLine();
            }
        }

        void awaitEnd() throws IOException {
            assertEquals(BYE, in.readLine());
            assertNull(in.readLine());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void thoseOfOneUserAtThisNode() throws Exception {
        String[] command = {"user", "disconnect", "Anna@example.net", "--config", site.config()};
        assertEquals(Main.FAILED, site.run(command).status());
        try (Node _ = Node.start(Configured.read(Path.of(site.config())));
                Client idle = new Client("anna@example.net");
                Client between = new Client("anna@example.net");
                Client other = new Client("bert@example.net")) {
            idle.say("a IDLE", "+ ");
            Ended ended = site.run(command);
            assertEquals("Anna@example.net: 2 sessions end\n", ended.out(), ended.err());
            idle.awaitEnd();
            between.awaitEnd();
            other.say("a NOOP", "a OK");
            new Client("anna@example.net").close();
            Ended nobody = site.run("user", "disconnect", "nobody@example.net", "--config", site.config());
            assertEquals("nobody@example.net: 0 sessions end\n", nobody.out(), nobody.err());
        }
    }

    /** The embedded directory tells its changes to the node that has it. */
    @Test
    void thoseOfOneUserByHisEntry() throws Exception {
        try (Node _ = Node.start(Configured.read(Path.of(site.config())));
                Client first = new Client("anna@example.net");
                Client other = new Client("bert@example.net")) {
            first.say("a IDLE", "+ ");
            Ended ended = site.run("user", "revoke", "anna@example.net", "--config", site.config());
            assertEquals("anna@example.net: all sessions are to end\n", ended.out(), ended.err());
            first.awaitEnd();
            other.say("a NOOP", "a OK");
            try (Client second = new Client("anna@example.net")) {
                site.run("user", "revoke", "anna@example.net", "--config", site.config());
                second.awaitEnd();
            }
            site.run("user", "delete", "--yes", "bert@example.net", "--config", site.config());
            other.awaitEnd();
        }
    }
}
