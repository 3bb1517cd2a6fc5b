package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session costs that waits for news of its folder: what it keeps, and no buffer, no thread and no copy of the folder. */
class IdleSessionsTest {
    private static final int FIRST = 40;
    private static final int MORE = 160;

    /** Of heap, for the front end's half and the store's and the client's socket, which are all in this process. */
    private static final long MOST_OCTETS = 6 << 10;

    @TempDir
    private Path folder;

    @Test
    void aSessionThatWaitsKeepsLittle() throws Exception {
        Site site = Site.in(folder);
        assertEquals(Main.DONE, site.addUser("anna@example.net").status());
        int port = Site.unusedPort();
        Path file = Path.of(site.config());
        Files.writeString(file, Files.readString(file) + """
                services:
                  imap:
                    listeners: [{address: "127.0.0.1:%d", tls: none, clear-passwords: true}]
                """.formatted(port));
        List<Socket> idle = new ArrayList<>();
        try (Node _ = Node.start(Configured.read(file))) {
            deliver(port, 100);
            wait(idle, FIRST, port);
            long before = live();
            wait(idle, FIRST + MORE, port);
            long each = (live() - before) / MORE;
            assertTrue(each <= MOST_OCTETS, each + " octets a session");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private static void deliver(int port, int messages) throws IOException {
        try (Socket socket = logIn(port)) {
            for (int i = 0; i < messages; i++) {
                say(socket, "a APPEND INBOX {29+}\r\nSubject: one of many\r\n\r\n...\r\n\r\n", "a OK");
            }
        }
    }

    private static void wait(List<Socket> idle, int until, int port) throws IOException {
        while (idle.size() < until) {
            Socket socket = logIn(port);
            idle.add(socket);
            say(socket, "a SELECT INBOX\r\n", "a OK");
            say(socket, "a IDLE\r\n", "+ ");
        }
    }

    private static Socket logIn(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        say(socket, "a LOGIN anna@example.net secret\r\n", "a OK");
        return socket;
    }

    /** Octet by octet: a reader of its own would be heap too. */
    private static void say(Socket socket, String command, String answer) throws IOException {
        socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
        String line = "";
        while (!line.startsWith(answer)) {
            StringBuilder heard = new StringBuilder();
            for (int octet = socket.getInputStream().read();
                    octet != '\n';
                    octet = socket.getInputStream().read()) {
                assertTrue(octet >= 0, "closed after " + command + line);
                heard.append((char) octet);
            }
            line = heard.toString();
            assertTrue(!line.startsWith("a ") || line.startsWith("a OK"), line);
        }
    }

    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
