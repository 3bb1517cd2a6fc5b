package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords guessed at a front end, by clients that a relay names. */
class GuessingTest {
    private static final String HOME = "203.0.113.1";
    private static final String BAD = "192.0.2.66";
    private static final Duration LATE = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private int port;

    @BeforeEach
    void configure() throws Exception {
        Site site = Site.in(folder);
        assertEquals(Main.DONE, site.addUser("anna@example.net").status());
        port = Site.unusedPort();
        file = Path.of(site.config());
        Files.writeString(file, Files.readString(file) + """
                guessing: {slow-after: 2, longest-delay: %dms, ban-after: 10}
                services:
                  imap:
                    listeners:
                      - {address: "127.0.0.1:%d", tls: none, clear-passwords: true, proxy-protocol: [127.0.0.0/8]}
                """.formatted(LATE.toMillis(), port));
    }

    @Test
    void whoIsWrongHearsItLateAndWhoIsRightAtOnce() throws Exception {
        try (Node node = Node.start(Configured.read(file));
                Client client = new Client(port, BAD)) {
            assertTrue(client.login("anna", "guess1").startsWith("a NO [AUTHENTICATIONFAILED]"));
            for (String guess : new String[] {"guess2", "guess3"}) {
                long began = System.nanoTime();
                assertTrue(client.login("ANNA@example.net", guess).startsWith("a NO [AUTHENTICATIONFAILED]"));
                assertTrue(System.nanoTime() - began >= LATE.toNanos(), guess + " was answered at once");
            }
            assertTrue(client.login("anna", "secret").startsWith("a OK"));
        }
    }

    @Test
    void anAddressThatTriesManyNamesIsBannedAndWhoIsAtHomeThereIsNot() throws Exception {
        try (Node node = Node.start(Configured.read(file))) {
            assertTrue(login(HOME, "secret").startsWith("a OK"));
        }
        try (Node node = Node.start(Configured.read(file))) {
            for (String address : new String[] {HOME, BAD}) {
                for (int i = 0; i < 10; i++) {
                    try (Client client = new Client(port, address)) {
                        client.login("nobody" + i, "guess");
                    }
                }
            }
            assertTrue(login(BAD, "secret").startsWith("a NO [UNAVAILABLE]"));
            assertTrue(login("192.0.2.67", "secret").startsWith("a OK"));
            assertTrue(login(HOME, "secret").startsWith("a OK"), "a restart has kept that she was there");
        }
    }

    private String login(String address, String password) throws IOException {
        try (Client client = new Client(port, address)) {
            return client.login("anna", password);
        }
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(int port, String address) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            send("PROXY TCP4 " + address + " 192.0.2.1 4711 143");
            in.readLine();
        }

        private void send(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        /** The tagged answer. */
        String login(String user, String password) throws IOException {
            send("a LOGIN " + user + " " + password);
            String line = String.valueOf(in.readLine());
            while (line.startsWith("* ")) {
                line = String.valueOf(in.readLine());
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
