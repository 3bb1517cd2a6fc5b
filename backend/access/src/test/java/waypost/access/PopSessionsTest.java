package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.protocol.imap.ImapExtensions;

/** What POP3 sessions do to mailboxes that other sessions have open, beyond the transcripts. */
class PopSessionsTest {
    private static final String REMOVED = "-ERR Message was removed by another session\r\n";

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

    private Dialogue pop3() throws IOException {
        return new Dialogue(StoreWorld.sessions().pop3(world.account("alice")));
    }

    private Dialogue imap() throws IOException {
        Dialogue imap = new Dialogue(StoreWorld.sessions().imap(world.account("alice")));
        for (int i = 1; i <= 3; i++) {
            imap.say("a APPEND INBOX {1+}\r\n" + i + "\r\n");
        }
        imap.say("a CREATE Away\r\na SELECT INBOX\r\n");
        return imap;
    }

    /** RETR of the whole, of what stays; where that is not wanted, nothing changes for who reads by IMAP. */
    @ParameterizedTest
    @CsvSource({"LEAVES_UNSEEN, '', 1 2", "SETS_SEEN, '', 1", "LEAVES_UNSEEN, QUIT, 1 2", "SETS_SEEN, QUIT, 1"})
    void whatItHandsOutIsSeenWhereThatIsWanted(Retrieval retrieval, String end, String unseen) throws IOException {
        try (Dialogue imap = imap()) {
            Sessions sessions = StoreWorld.sessions(ImapExtensions.ALL, retrieval);
            try (Dialogue pop3 = new Dialogue(sessions.pop3(world.account("alice")))) {
                pop3.say("TOP 1 0\r\nRETR 2\r\nRETR 3\r\nDELE 3\r\n" + end + "\r\n");
            }
            String found = imap.say("a NOOP\r\na SEARCH UNSEEN UID 1:2\r\n");
            assertTrue(found.contains("* SEARCH " + unseen + "\r\n"), found);
        }
    }

    /** What is deleted by DELE need not be seen; without QUIT it is not deleted, and was handed out all the same. */
    @Test
    void whatStaysForWantOfQuitWasHandedOut() throws IOException {
        try (Dialogue imap = imap()) {
            Sessions sessions = StoreWorld.sessions(ImapExtensions.ALL, Retrieval.SETS_SEEN);
            try (Dialogue pop3 = new Dialogue(sessions.pop3(world.account("alice")))) {
                pop3.say("RETR 3\r\nDELE 3\r\n");
            }
            String seen = imap.say("a NOOP\r\na SEARCH SEEN\r\n");
            assertTrue(seen.contains("* SEARCH 3\r\n"), seen);
        }
    }

    /** Its place in the maildrop is empty, wherever it went: a DELE there must not follow it. */
    @Test
    void aMovedMessageIsGoneHereAndStaysThere() throws IOException {
        try (Dialogue imap = imap()) {
            try (Dialogue pop3 = pop3()) {
                assertEquals("+OK 3 3\r\n", pop3.say("STAT\r\n"));
                imap.say("a MOVE 1:2 Away\r\na SELECT Away\r\na MOVE 2 INBOX\r\n"); // the second comes back
                assertEquals(REMOVED.repeat(2), pop3.say("RETR 1\r\nRETR 2\r\n"));
                assertEquals("+OK\r\n".repeat(2) + "+OK Bye\r\n", pop3.say("DELE 1\r\nDELE 2\r\nQUIT\r\n"));
            }
            String status = imap.say("a STATUS Away (MESSAGES)\r\na STATUS INBOX (MESSAGES)\r\n");
            assertTrue(status.contains("STATUS Away (MESSAGES 1)"), status);
            assertTrue(status.contains("STATUS INBOX (MESSAGES 2)"), status);
        }
    }

    /** The reason why nothing else may be served in its place: a client would believe to have it. */
    @Test
    void aMessageThatIsMovedBackHasItsUniqueIdStill() throws IOException {
        try (Dialogue imap = imap()) {
            imap.say("a MOVE 2 Away\r\na SELECT Away\r\na MOVE 1 INBOX\r\n");
            try (Dialogue pop3 = pop3()) {
                assertEquals("+OK\r\n1 1\r\n2 3\r\n3 2\r\n.\r\n", pop3.say("UIDL\r\n"));
                assertEquals("+OK 1 octets\r\n2\r\n.\r\n", pop3.say("RETR 3\r\n"));
            }
        }
    }
}
