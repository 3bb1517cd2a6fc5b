package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.NodeName;
import waypost.protocol.admin.AdminRequest;
import waypost.store.CleaningSettings;
import waypost.store.JournalSettings;
import waypost.store.Reserve;
import waypost.store.Store;
import waypost.store.VolumeSpec;

/** The socket over which a running node is asked for things, on real sockets in a folder. */
@Timeout(60)
final class AdminSocketTest {
    private static Store store;

    @TempDir
    private Path folder;

    private AdminPath path;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @BeforeAll
    static void open(@TempDir Path folder) {
        JournalSettings small = new JournalSettings(2 << 20, (1 << 20) + 4096, 16L << 20, 512L << 20, Reserve.NONE);
        VolumeSpec spec = new VolumeSpec("v1", 1, folder.resolve("v1"), small, CleaningSettings.STANDARD);
        store = Store.open(List.of(spec), Store.Settings.STANDARD, InstantSource.system());
    }

    @BeforeEach
    void path() {
        path = new AdminPath(folder.resolve("run"));
    }

    @AfterAll
    static void close() throws IOException {
        store.close();
    }

    /** Goes on until nobody waits for it. */
    private final class Endless implements Operation {
        @Override
        public String name() {
            return "endless";
        }

        @Override
        public int run(Stores stores, AdminRequest request, Report report) throws IOException {
            begun.countDown();
            try {
                while (true) {
                    report.goOn();
                    Thread.onSpinWait();
                }
            } finally {
                ended.countDown();
            }
        }
    }

    /** Gives back twice what it is given. */
    private static final class Doubling implements Operation {
        @Override
        public String name() {
            return "doubling";
        }

        @Override
        public int run(Stores stores, AdminRequest request, Report report) throws IOException {
            int sum = 0;
            byte[] piece = new byte[1000];
            for (int count = report.input().read(piece);
                    count >= 0;
                    count = report.input().read(piece)) {
                report.content(ByteBuffer.wrap(piece, 0, count));
                report.content(ByteBuffer.wrap(piece, 0, count));
                sum += count;
            }
            report.line(Integer.toString(sum));
            return Main.FAILED;
        }
    }

    private Operations operations() {
        List<Operation> known = new ArrayList<>(Operations.ALL);
        known.add(new Endless());
        known.add(new Doubling());
        return Operations.on(known, new Stores(store, new NodeName("store1"), Optional.empty()));
    }

    private AdminSocket listen() throws IOException {
        return AdminSocket.open(path, "store1", operations());
    }

    /** Writes down what it hears. */
    private static final class Heard implements Report {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void progress(String text) {
            lines.add("* " + text);
        }

        @Override
        public void line(String text) {
            lines.add(text);
        }

        @Override
        public void goOn() {}

        @Override
        public void content(ByteBuffer octets) {
            lines.add(octets.remaining() + " octets");
        }

        @Override
        public InputStream input() {
            return new ByteArrayInputStream(new byte[300_000]);
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path.socket()));
    }

    private static void say(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** All that comes until the other side closes. */
    private static String rest(SocketChannel channel) throws IOException {
        StringBuilder said = new StringBuilder();
        ByteBuffer in = ByteBuffer.allocate(1000);
        while (channel.read(in) >= 0) {
            said.append(StandardCharsets.UTF_8.decode(in.flip()));
            in.clear();
        }
        return said.toString();
    }

    @Test
    void doesWhatItIsAskedFor() throws IOException, Complaint {
        try (AdminSocket _ = listen()) {
            Heard heard = new Heard();
            AdminRequest request = new AdminRequest("store-stats", Map.of("VOLUME", "v1"));
            assertEquals(Main.DONE, new AdminClient(path).run(request, heard));
            assertEquals(
                    List.of("* node store1 runs: it does this itself", "volume v1: 0 accounts, 0 messages"),
                    heard.lines.subList(0, 2));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store-stats VOLUME=v9 | FAILED 1 The node has no volume v9 open.",
                "store-stats | FAILED 1 The node has no volume  open.",
                "make-tea | FAILED 2 The node cannot do make-tea: it may have another role, or run another release than this command.",
                "GET / HTTP/1.0 | FAILED 2 The request is not understood.",
            })
    void refusesInASentence(String request, String answer) throws IOException {
        try (AdminSocket _ = listen();
                SocketChannel channel = connect()) {
            say(channel, request + "\r\n");
            assertEquals("WAYPOST 1 store1\r\n" + answer + "\r\n", rest(channel));
        }
    }

    @Test
    void onlyItsOwnUserMayAsk() throws IOException {
        Files.createDirectories(path.folder());
        Files.setPosixFilePermissions(path.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        try (AdminSocket _ = listen()) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path.folder())));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path.socket())));
        }
    }

    @Test
    void replacesTheSocketOfANodeThatWasKilledAndLeavesNone() throws IOException, Complaint {
        Files.createDirectories(path.folder());
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(path.address());
        }
        assertTrue(Files.exists(path.socket()), "as a killed node leaves it");
        try (AdminSocket _ = listen()) {
            AdminRequest request = new AdminRequest("store-stats", Map.of("VOLUME", "v1"));
            assertEquals(Main.DONE, new AdminClient(path).run(request, new Heard()));
        }
        assertFalse(Files.exists(path.socket()));
    }

    @Test
    void neverReplacesTheSocketOfANodeThatRuns() throws IOException, Complaint {
        try (AdminSocket _ = listen()) {
            IOException refused = assertThrows(IOException.class, this::listen);
            assertEquals("another node runs with this node.data", refused.getMessage());
            AdminRequest request = new AdminRequest("store-stats", Map.of("VOLUME", "v1"));
            assertEquals(Main.DONE, new AdminClient(path).run(request, new Heard()));
        }
    }

    @Test
    void aNameThatIsTooLongIsRefusedInPlainWords() {
        AdminPath far = new AdminPath(folder.resolve("x".repeat(120)));
        IOException refused = assertThrows(IOException.class, () -> AdminSocket.open(far, "store1", operations()));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("a socket's name has at most 107 octets, this one "));
    }

    /** More than a few wait for nothing: they are told. */
    @Test
    void takesAFewAtATime() throws IOException {
        List<SocketChannel> idle = new ArrayList<>();
        try (AdminSocket _ = listen()) {
            for (int i = 0; i < AdminSocket.CONNECTIONS; i++) {
                idle.add(connect());
            }
            try (SocketChannel channel = connect()) {
                assertEquals(
                        "WAYPOST 1 store1\r\nFAILED 1 The node is busy with 8 other commands. Try again later.\r\n",
                        rest(channel));
            }
        } finally {
            for (SocketChannel each : idle) {
                rest(each); // closed with the node
                each.close();
            }
        }
    }

    /** Ctrl-C, a lost terminal, a killed command. */
    @Test
    void whoGoesAwayEndsTheOperation() throws IOException, InterruptedException {
        try (AdminSocket _ = listen()) {
            try (SocketChannel channel = connect()) {
                say(channel, "endless\r\n");
                begun.await();
            }
            ended.await();
        }
    }

    @Test
    void aNodeThatStopsEndsTheOperation() throws IOException, InterruptedException {
        try (AdminSocket socket = listen();
                SocketChannel channel = connect()) {
            say(channel, "endless\r\n");
            begun.await();
            socket.close();
            assertEquals(0, ended.getCount());
            assertEquals("WAYPOST 1 store1\r\n", rest(channel));
        }
    }

    @Test
    void contentGoesBothWays() throws IOException, Complaint {
        try (AdminSocket _ = listen()) {
            Heard heard = new Heard();
            assertEquals(Main.FAILED, new AdminClient(path).run(new AdminRequest("doubling", Map.of()), heard));
            assertEquals("300000", heard.lines.getLast());
            int sum = 0;
            for (String line : heard.lines.subList(1, heard.lines.size() - 1)) {
                sum += Integer.parseInt(line.replace(" octets", ""));
            }
            assertEquals(600_000, sum);
        }
    }

    /** What was cut off is not taken for whole. */
    @Test
    void contentWithoutItsEndEndsTheOperation() throws IOException {
        try (AdminSocket _ = listen();
                SocketChannel channel = connect()) {
            say(channel, "doubling\r\nDATA 5\r\nabcdeDATA 3\r\nfg");
            channel.shutdownOutput();
            String said = rest(channel);
            assertFalse(said.contains("LINE") || said.contains("FAILED"), said);
        }
    }

    @Test
    void aForeignListenerIsNoNode() throws IOException {
        Files.createDirectories(path.folder());
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(path.address());
            Thread.ofVirtual().start(() -> {
                try (SocketChannel client = other.accept()) {
                    say(client, "220 mail.example.net ready\n");
                    rest(client);
                } catch (IOException gone) {
                    throw new AssertionError(gone);
                }
            });
            Complaint complaint = assertThrows(
                    Complaint.class, () -> new AdminClient(path).run(new AdminRequest("a", Map.of()), new Heard()));
            assertTrue(String.valueOf(complaint.getMessage()).endsWith("what answers is not a node of Waypost."));
        }
    }
}
