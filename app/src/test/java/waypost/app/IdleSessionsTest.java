package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session costs that waits for news of its folder: what it keeps, and no buffer, no thread and no copy of the folder. */
class IdleSessionsTest {
    private static final int SESSIONS = 50;

    /** Of heap, for a connection of a client, the log-in behind it and the open folder. */
    private static final long MOST_OCTETS = Long.getLong("waypost.idle-octets", 6 << 10);

    @TempDir
    private Path folder;

    private final ByteBuffer heard = ByteBuffer.allocate(8 << 10);

    @Test
    void aSessionThatWaitsKeepsLittle() throws Exception {
        Site site = Site.in(folder);
        assertEquals(Main.DONE, site.addUser("anna@example.net").status());
        int port = site.imap();
        List<SocketChannel> clients = new ArrayList<>();
        try (Node _ = Node.start(Configured.read(Path.of(site.config())));
                ServerSocket silent = new ServerSocket(0, SESSIONS, InetAddress.getLoopbackAddress())) {
            begin(clients, port);
            LiveHeap before = LiveHeap.now();
            begin(clients, port);
            LiveHeap after = LiveHeap.now();
            for (int i = 0; i < SESSIONS; i++) {
                clients.add(connection(silent.getLocalPort()));
            }
            LiveHeap ends = LiveHeap.now().minus(after);
            LiveHeap sessions = after.minus(before).minus(ends);
            long each = sessions.total() / SESSIONS;
            assertTrue(each <= MOST_OCTETS, each + " octets a session:\n" + sessions.each(SESSIONS));
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    /** As many again that wait. */
    private void begin(List<SocketChannel> clients, int port) throws IOException {
        for (int i = 0; i < SESSIONS; i++) {
            SocketChannel client = connection(port);
            clients.add(client);
            say(client, "a LOGIN anna@example.net secret\r\n", "a OK");
            say(client, "a SELECT INBOX\r\n", "a OK");
            say(client, "a IDLE\r\n", "+ ");
        }
    }

    private static SocketChannel connection(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private void say(SocketChannel client, String command, String answer) throws IOException {
        client.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
        heard.clear();
        String said = "";
        while (!said.contains("\n" + answer)) {
            assertTrue(client.read(heard) > 0, "after " + command + said);
            said = "\n" + new String(heard.array(), 0, heard.position(), StandardCharsets.US_ASCII);
            assertTrue(!said.contains("\na ") || said.contains("\na OK"), said);
        }
    }
}
