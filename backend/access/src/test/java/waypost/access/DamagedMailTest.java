package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Octets of a stored message change on the disk while the volume is open: it is refused, in whole and in part, and no other is. */
class DamagedMailTest {
    private static final String REFUSED = "NO [CORRUPTION] Message is damaged on the disk\r\n";

    @TempDir
    private Path folder;

    private StoreWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new StoreWorld(folder);
        try (Dialogue imap = imap()) {
            for (String word : new String[] {"first", "second", "third"}) {
                append(imap, "Subject: " + word + "\r\n\r\nThe " + word + " body.\r\n");
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private Dialogue imap() throws IOException {
        return new Dialogue(StoreWorld.sessions().imap(world.account("alice")));
    }

    private static void append(Dialogue imap, String text) throws IOException {
        Dialogue.has(imap.say("a APPEND INBOX {" + text.length() + "+}\r\n" + text + "\r\n"), "a OK");
    }

    /** Changes the octet at which a text begins in the journal. */
    private void damage(String text) throws IOException {
        int changed = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().contains("journal"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
                if (at >= 0) {
                    try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
                        segment.seek(at);
                        segment.write('#');
                    }
                    changed++;
                }
            }
        }
        assertEquals(1, changed);
    }

    @Test
    void fetchRefusesItAndNoOther() throws IOException {
        damage("The second body");
        try (Dialogue imap = imap()) {
            imap.say("a SELECT INBOX\r\n");
            for (int i = 0; i < 2; i++) { // found, and known
                String answer = imap.say("a FETCH 1:3 (UID BODY.PEEK[])\r\n");
                assertTrue(answer.contains("The first body.") && answer.contains("The third body."), answer);
                assertFalse(answer.contains("* 2 FETCH") || answer.contains("#he second"), answer);
                assertTrue(answer.endsWith("a " + REFUSED), answer);
            }
            assertEquals("a " + REFUSED, imap.say("a FETCH 2 BODY.PEEK[TEXT]<0.3>\r\n"));
            assertEquals("a " + REFUSED, imap.say("a UID FETCH 2 (PREVIEW)\r\n"));
            assertEquals("a " + REFUSED, imap.say("a FETCH 2 BINARY.PEEK[1]\r\n"));
            Dialogue.has(imap.say("a FETCH 2 BODY[TEXT]\r\n"), "* 2 FETCH (FLAGS (\\Seen", "a " + REFUSED.strip());
            Dialogue.has(
                    imap.say("a FETCH 2 (ENVELOPE BODYSTRUCTURE RFC822.SIZE)\r\n"), "* 2 FETCH (ENVELOPE (", "a OK");
            Dialogue.has(imap.say("a COPY 2 Archive\r\n"), "a OK [COPYUID");
            Dialogue.has(
                    imap.say("a SEARCH BODY body\r\nb SEARCH NOT BODY xyz\r\n"),
                    "* SEARCH 1 3\r\na OK",
                    "* SEARCH 1 3\r\nb OK");
        }
    }

    @Test
    void pop3RefusesItAndNoOther() throws IOException {
        damage("The second body");
        try (Dialogue pop3 = new Dialogue(StoreWorld.sessions().pop3(world.account("alice")))) {
            String refused = "-ERR [SYS/PERM] Message is damaged on the disk\r\n";
            assertEquals(refused, pop3.say("RETR 2\r\n"));
            assertEquals(refused, pop3.say("TOP 2 0\r\n"));
            assertTrue(pop3.say("RETR 3\r\n").contains("The third body.\r\n.\r\n"));
        }
    }

    /** What has begun cannot be taken back: the connection ends before the literal does. The next one does not begin. */
    @Test
    void ofALargeOneNobodyGetsTheEnd() throws IOException {
        try (Dialogue imap = imap()) {
            append(imap, "Subject: large\r\n\r\n" + "So it goes on.\r\n".repeat(40_000) + "The damaged end.\r\n");
        }
        damage("The damaged end");
        try (Dialogue imap = imap()) {
            imap.say("a SELECT INBOX\r\n");
            assertThrows(IOException.class, () -> imap.say("a FETCH 4 BODY.PEEK[]\r\n"));
        }
        try (Dialogue imap = imap()) {
            imap.say("a SELECT INBOX\r\n");
            assertEquals("a " + REFUSED, imap.say("a FETCH 4 BODY.PEEK[]\r\n"));
            assertEquals("a " + REFUSED, imap.say("a FETCH 4 BODY.PEEK[]<0.10>\r\n"));
            assertTrue(imap.say("a FETCH 3 BODY.PEEK[]\r\n").contains("The third body."));
        }
    }
}
