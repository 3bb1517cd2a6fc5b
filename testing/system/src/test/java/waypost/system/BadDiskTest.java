package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;

/** A store on a file system that fills up, and on one that becomes read-only: it stays up, reading goes on, and nothing that was accepted is lost. Needs root. */
@Tag("peers")
class BadDiskTest {
    private static final String UNAVAILABLE = "t NO [UNAVAILABLE] ";
    private static final String LARGE = "Subject: large\r\n\r\n" + "All that fits.\r\n".repeat(60_000);

    /** The reserve is asked for after each 4 MiB. */
    private static final int ENOUGH = 12;

    @TempDir
    Path temp;

    private Cluster cluster;
    private LoopDisk disk;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.prepare(temp.resolve("cluster"));
        Optional<LoopDisk> mounted =
                LoopDisk.mount(temp.resolve("image"), cluster.folder().resolve("store1/v1"));
        assumeTrue(mounted.isPresent(), "this user may not mount");
        disk = mounted.orElseThrow();
        cluster.start();
        assertTrue(Mail.send(cluster, "before", "alice").startsWith("250 "));
    }

    @AfterEach
    void stop() {
        cluster.close();
        if (disk != null) {
            disk.close();
        }
    }

    private LineClient alice() throws IOException {
        LineClient imap = LineClient.tls(cluster.authority(), cluster.imaps());
        imap.line();
        imap.imap("LOGIN alice@example.test waypost");
        String selected = imap.imap("SELECT INBOX").getLast();
        assertTrue(selected.startsWith("t OK"), selected);
        return imap;
    }

    private static String append(LineClient imap, String text) throws IOException {
        imap.send("t APPEND INBOX {" + text.length() + "+}");
        imap.send(text);
        return imap.until(line -> line.startsWith("t ")).getLast();
    }

    private static String say(LineClient imap, String command) throws IOException {
        return imap.imap(command).getLast();
    }

    /** Who sends hears that it is to come again, or that it was taken; what was taken is there once in the end. */
    private String send(String subject) throws IOException {
        try (LineClient smtp = LineClient.clear(cluster.authority(), cluster.smtp())) {
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            smtp.smtp("MAIL FROM:<you@example.org>");
            String answer = smtp.smtp("RCPT TO:<alice@example.test>");
            if (answer.startsWith("250 ") && smtp.smtp("DATA").startsWith("354 ")) {
                answer = smtp.smtp("Subject: " + subject + "\r\n\r\nHello.\r\n.");
            }
            assertTrue(answer.startsWith("250 ") || answer.startsWith("4"), answer);
            return answer;
        }
    }

    @Test
    void aReadOnlyDiskIsReadAndNoMore() throws Exception {
        String sent;
        try (LineClient imap = alice()) {
            disk.becomeReadOnly();
            assertTrue(imap.imap("FETCH 1 BODY.PEEK[TEXT]").contains("Hello."));
            String refused = say(imap, "STORE 1 +FLAGS (\\Flagged)");
            assertTrue(refused.startsWith(UNAVAILABLE), refused);
            refused = append(imap, "Subject: x\r\n\r\nx\r\n");
            assertTrue(refused.startsWith(UNAVAILABLE), refused);
            sent = send("during");
            try (LineClient another = alice()) {
                assertTrue(another.imap("FETCH 1 BODY.PEEK[TEXT]").contains("Hello."));
            }
            assertTrue(Mail.send(cluster, "elsewhere", "bob").startsWith("250 "));
            assertEquals(1, cluster.log(Member.STORE1).split("event=journal-stopped", -1).length - 1);
        }
        cluster.kill(Member.STORE1);
        disk.repair();
        cluster.start(Member.STORE1);
        cluster.awaitHandedOn();
        try (LineClient imap = alice()) {
            assertTrue(imap.imap("FETCH 1 (FLAGS BODY.PEEK[TEXT])").contains("Hello."));
            assertTrue(say(imap, "STORE 1 +FLAGS (\\Flagged)").startsWith("t OK"));
        }
        assertEquals(1, Mail.count(cluster, "alice", "before"));
        int during = Mail.count(cluster, "alice", "during");
        assertTrue(during == 1 || during == 0 && !sent.startsWith("250 "), sent);
        assertTrue(send("after").startsWith("250 "));
    }

    @Test
    void aFullDiskTakesFlagsAndExpungesOnlyUntilThereIsRoom() throws Exception {
        try (LineClient imap = alice()) {
            disk.fill();
            String refused = IntStream.range(0, ENOUGH)
                    .mapToObj(number -> appended(imap))
                    .filter(answer -> !answer.startsWith("t OK"))
                    .findFirst()
                    .orElse("nothing was refused");
            assertTrue(refused.startsWith(UNAVAILABLE), refused);
            assertTrue(imap.imap("FETCH 1 BODY.PEEK[TEXT]").contains("Hello."));
            assertTrue(say(imap, "STORE 1 +FLAGS (\\Flagged)").startsWith("t OK"));
            assertTrue(say(imap, "STORE 2 +FLAGS (\\Deleted)").startsWith("t OK"));
            assertTrue(say(imap, "EXPUNGE").startsWith("t OK"));
            String sent = send("during");
            assertTrue(sent.startsWith("4"), sent);
            disk.free();
            assertTrue(appended(imap).startsWith("t OK"));
            assertTrue(send("after").startsWith("250 "));
            assertFalse(cluster.log(Member.STORE1).contains("event=journal-stopped"));
        }
    }

    private static String appended(LineClient imap) {
        try {
            return append(imap, LARGE);
        } catch (IOException lost) {
            throw new java.io.UncheckedIOException(lost);
        }
    }
}
