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
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that may have one connection of each kind from the front end: ben is there, anna is here. */
class FullNodesTest {
    private static final String BEN = "AUTH PLAIN "
            + Base64.getEncoder().encodeToString("\0ben@old.example\0secret".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private Path folder;

    private OldServer old;
    private Site site;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        old = new OldServer();
        site = Site.in(folder);
        assertEquals(Main.DONE, site.addUser("anna@example.net").status());
        Path file = Path.of(site.config());
        String listener = "listeners: [{address: \"127.0.0.1:0\", tls: none, clear-passwords: true}]";
        Files.writeString(
                file,
                Files.readString(file)
                                .replace("node: {", "node: {source-addresses: [127.0.0.2, 127.0.0.3], ")
                                .replace(
                                        "user-maps:\n",
                                        "user-maps:\n  - {name: old, type: node, node: old1, domains: [old.example]}\n")
                        + """
                        nodes: [{name: mail1}, %1$s]
                        services:
                          imap: {%2$s}
                          pop3: {%2$s}
                          submission: {%2$s}
                          smtp: {listeners: [{address: "127.0.0.1:0"}]}
                        """.formatted(old.node(", max-connections: 1"), listener));
        node = Node.start(Configured.readToRun(file));
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        old.close();
    }

    /** One client. */
    private final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(String service) throws IOException {
            socket = new Socket(
                    InetAddress.getLoopbackAddress(),
                    node.addresses(service).getFirst().getPort());
            socket.setSoTimeout(60_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            in.readLine();
        }

        private String hears() throws IOException {
            String line = String.valueOf(in.readLine());
            while (line.startsWith("-", 3) || line.startsWith("* ")) {
                line = String.valueOf(in.readLine());
            }
            return line;
        }

        String says(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return hears();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static void begins(String expected, String heard) {
        assertTrue(heard.startsWith(expected), heard);
    }

    private String metric(String name) {
        return site.run("metrics", "nodes." + name, "--config", site.config()).out();
    }

    @Test
    void imap() throws Exception {
        try (Client first = new Client("imap");
                Client second = new Client("imap");
                Client pop3 = new Client("pop3")) {
            begins("a OK", first.says("a LOGIN ben@old.example secret"));
            begins("a NO [UNAVAILABLE]", second.says("a LOGIN ben@old.example secret"));
            assertEquals("nodes.imap.old1.connections 1\n", metric("imap.old1.connections"));
            begins("nodes.imap.old1.refused 3, ", metric("imap.old1.refused"));
            begins("+OK", pop3.says(BEN));
            first.close();
            begins("b OK", second.says("b LOGIN ben@old.example secret"));
        }
        assertEquals(Set.of("127.0.0.2", "127.0.0.3"), old.callers());
    }

    @Test
    void pop3() throws Exception {
        try (Client first = new Client("pop3");
                Client second = new Client("pop3");
                Client imap = new Client("imap")) {
            begins("+OK", first.says(BEN));
            begins("-ERR [SYS/TEMP]", second.says(BEN));
            begins("a OK", imap.says("a LOGIN ben@old.example secret"));
            first.close();
            begins("+OK", second.says(BEN));
        }
    }

    /** Its passwords are asked about by IMAP, and not for want of places for sessions. */
    @Test
    void submission() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        try (Client imap = new Client("imap");
                Client first = new Client("submission");
                Client second = new Client("submission")) {
            begins("a OK", imap.says("a LOGIN ben@old.example secret"));
            old.holds(answering);
            first.says("EHLO client.example.net");
            second.says("EHLO client.example.net");
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
                try {
                    return first.says(BEN);
                } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            while (!metric("submission.old1.connections").endsWith(" 1\n")) {
                Thread.onSpinWait();
            }
            begins("454", second.says(BEN));
            answering.countDown();
            begins("235", heard.get());
            while (!metric("submission.old1.connections").endsWith(" 0\n")) {
                Thread.onSpinWait();
            }
            begins("235", second.says(BEN));
        }
    }

    /** Who sends to others as well is told of that one only. */
    @Test
    void mail() throws Exception {
        try (Client first = new Client("smtp");
                Client second = new Client("smtp")) {
            greets(first);
            begins("250", first.says("RCPT TO:<ben@old.example>"));
            greets(second);
            begins("250", second.says("RCPT TO:<anna@example.net>"));
            begins("451 4.4.1", second.says("RCPT TO:<ben@old.example>"));
            begins("354", second.says("DATA"));
            begins("250 2.6.0", second.says("Subject: hello\r\n\r\nhello\r\n."));
            first.says("QUIT");
            first.close();
            while (!metric("smtp.old1.connections").endsWith(" 0\n")) {
                Thread.onSpinWait();
            }
            begins("250", second.says("MAIL FROM:<carl@example.org>"));
            begins("250", second.says("RCPT TO:<ben@old.example>"));
        }
    }

    private static void greets(Client client) throws IOException {
        begins("250", client.says("EHLO client.example.org"));
        begins("250", client.says("MAIL FROM:<carl@example.org>"));
    }
}
