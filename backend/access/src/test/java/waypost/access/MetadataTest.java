package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.protocol.imap.MailboxMetadata;
import waypost.protocol.imap.MailboxMetadata.Change;
import waypost.protocol.imap.MailboxMetadata.Changed;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.Mailboxes.MailboxException;

/** What annotations of the store promise beyond the transcripts. */
class MetadataTest {
    @TempDir
    private Path folder;

    private StoreWorld world;

    @BeforeEach
    void open() {
        world = new StoreWorld(folder);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private Mailboxes mailboxes() throws IOException {
        return StoreWorld.mailboxes(world.account("alice"));
    }

    private static Change set(String entry, String value) {
        return new Change(entry, Optional.of(value));
    }

    /** RFC 5464 §4.3: "the server MUST NOT change the values for other annotations". */
    @Test
    void tooManyChangeNothing() throws IOException {
        try (Mailboxes mailboxes = mailboxes()) {
            MailboxMetadata metadata = mailboxes.metadata().orElseThrow();
            List<Change> most = IntStream.range(0, MailboxMetadata.MAX_ENTRIES)
                    .mapToObj(i -> set("/shared/" + i, "old"))
                    .toList();
            metadata.change("INBOX", most);
            MailboxException refused = assertThrows(
                    MailboxException.class,
                    () -> metadata.change("INBOX", List.of(set("/shared/0", "new"), set("/shared/more", "x"))));
            assertEquals("METADATA TOOMANY", refused.code());
            assertEquals(Optional.of("old"), metadata.value("INBOX", "/shared/0"));
            metadata.change("INBOX", List.of(set("/shared/more", "x"), new Change("/shared/0", Optional.empty())));
            assertEquals(MailboxMetadata.MAX_ENTRIES, metadata.values("INBOX").size());
            metadata.change("Archive", List.of(set("/shared/more", "x")));
        }
    }

    /** RFC 5464 §4.3: MAXSIZE is "the maximum octet count that it is willing to accept". */
    @Test
    void theLargestValueIsTaken() throws IOException {
        try (Dialogue imap = new Dialogue(StoreWorld.sessions().imap(world.account("alice")))) {
            int most = MailboxMetadata.MAX_OCTETS;
            String answer = imap.say("a SETMETADATA INBOX (/shared/a {" + most + "+}\r\n" + "x".repeat(most) + ")\r\n"
                    + "b SETMETADATA INBOX (/shared/b \"y\" /shared/c {" + (most + 1) + "+}\r\n" + "x".repeat(most + 1)
                    + ")\r\nc GETMETADATA (DEPTH 1 MAXSIZE 1) INBOX /shared\r\n");
            assertTrue(
                    answer.startsWith("a OK SETMETADATA completed\r\nb NO [METADATA MAXSIZE " + most + "] "), answer);
            assertTrue(
                    answer.endsWith("\r\nc OK [METADATA LONGENTRIES " + most + "] GETMETADATA completed\r\n"), answer);
        }
    }

    /** RFC 5464 §5, value: a literal8 may have NULs, and comes back as one (RFC 3516 §4.3). */
    @Test
    void octetsComeBackAsTheyWere() throws IOException {
        try (Dialogue imap = new Dialogue(StoreWorld.sessions().imap(world.account("alice")))) {
            String answer = imap.say(
                    "a SETMETADATA INBOX (/shared/a ~{3+}\r\n\0\u00ff\")\r\nb GETMETADATA INBOX /shared/a\r\n");
            assertEquals(
                    "a OK SETMETADATA completed\r\n* METADATA INBOX (/shared/a ~{3}\r\n\0\u00ff\")\r\n"
                            + "b OK GETMETADATA completed\r\n",
                    answer);
        }
    }

    /** What another has changed behind the session's own change of the same entry is told. */
    @Test
    void ownChangesAreNotToldUnlessOvertaken() throws IOException {
        try (Mailboxes mine = mailboxes();
                Mailboxes others = mailboxes()) {
            MailboxMetadata metadata = mine.metadata().orElseThrow();
            MailboxMetadata other = others.metadata().orElseThrow();
            metadata.watch(() -> {});
            metadata.change("INBOX", List.of(set("/shared/a", "1")));
            assertEquals(List.of(), metadata.changed());
            other.change("INBOX", List.of(set("/shared/a", "2"), set("/shared/b", "2")));
            metadata.change("INBOX", List.of(set("/shared/b", "1")));
            other.change("INBOX", List.of(new Change("/shared/b", Optional.empty())));
            assertEquals(List.of(new Changed("INBOX", List.of("/shared/a", "/shared/b"))), metadata.changed());
            assertEquals(List.of(), metadata.changed());
        }
    }

    @Test
    void areDurable() throws IOException {
        try (Mailboxes mailboxes = mailboxes()) {
            mailboxes.metadata().orElseThrow().change("INBOX", List.of(set("/private/a", "x")));
        }
        world.reopen();
        try (Mailboxes mailboxes = mailboxes()) {
            assertEquals(Optional.of("x"), mailboxes.metadata().orElseThrow().value("INBOX", "/private/a"));
        }
    }
}
