package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 1939 §4, RFC 2449 §8.1.2: the exclusive lock of a node that is configured to have it. */
class Pop3LockTest {
    @TempDir
    private Path folder;

    @Test
    void aUserHasOneSessionAtATimeHoweverTheOneBeforeEnded() throws Exception {
        Site site = Site.in(folder);
        assertEquals(Main.DONE, site.addUser("anna@example.net").status());
        int port = Site.unusedPort();
        Path file = Path.of(site.config());
        Files.writeString(file, Files.readString(file) + """
                services:
                  pop3:
                    exclusive-lock: true
                    listeners: [{address: "127.0.0.1:%d", tls: none, clear-passwords: true}]
                """.formatted(port));
        try (Node node = Node.start(Configured.read(file))) {
            try (Client first = new Client(port);
                    Client second = new Client(port)) {
                assertTrue(first.logIn().startsWith("+OK"));
                String refused = second.logIn();
                assertTrue(refused.startsWith("-ERR [IN-USE] "), refused);
                assertEquals("+OK 0 0", first.say("STAT"));
                assertEquals("+OK Bye", first.say("QUIT"));
                assertTimeoutPreemptively(Duration.ofSeconds(30), second::logInWhenFree);
            } // without QUIT
            try (Client third = new Client(port)) {
                assertTimeoutPreemptively(Duration.ofSeconds(30), third::logInWhenFree);
            }
        }
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            in.readLine();
        }

        String say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(in.readLine());
        }

        String logIn() throws IOException {
            say("USER anna@example.net");
            return say("PASS secret");
        }

        void logInWhenFree() throws IOException {
            String answer = logIn();
            while (answer.startsWith("-ERR [IN-USE] ")) {
                answer = logIn();
            }
            assertTrue(answer.startsWith("+OK"), answer);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
