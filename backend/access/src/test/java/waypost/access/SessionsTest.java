package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.ImapCommand.Store.Change;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.SelectedMailbox;
import waypost.protocol.imap.SelectedMailbox.Expunges;
import waypost.store.Flags;
import waypost.store.QuotaLimits;
import waypost.store.Reserve;

/** What sessions on the store promise beyond the transcripts. */
class SessionsTest {
    private static final String MAIL = "Subject: x\r\n\r\ny\r\n";

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

    private Dialogue imap() throws IOException {
        return new Dialogue(StoreWorld.sessions().imap(world.account("alice")));
    }

    private Mailboxes mailboxes() throws IOException {
        return StoreWorld.mailboxes(world.account("alice"));
    }

    /** RFC 3502: "either all messages are successfully appended, or no messages are appended". */
    @Test
    void appendsAllOrNothing() throws IOException {
        try (Dialogue imap = imap();
                Dialogue other = imap()) {
            Dialogue.has(imap.say("a CREATE x\r\na APPEND x {1+}\r\n1 {1+}\r\n2"), "a OK [MAILBOXID (");
            Dialogue.has(other.say("a DELETE x\r\n"), "a OK");
            Dialogue.has(imap.say("\r\n"), "a NO [TRYCREATE]");
            String large = "2".repeat(70_000);
            String several = "a APPEND INBOX {1+}\r\n1 (\\Seen) {70000+}\r\n" + large + " {1+}\r\n3\r\n";
            Dialogue.has(imap.say(several), "a OK [APPENDUID 1000 1:3]");
        }
        world.reopen();
        try (Dialogue imap = imap()) {
            Dialogue.has(imap.say("a SELECT INBOX\r\n"), "* 3 EXISTS");
            Dialogue.has(imap.say("a FETCH 1:3 (UID RFC822.SIZE)\r\n"), "* 2 FETCH (UID 2 RFC822.SIZE 70000)");
            Dialogue.has(imap.say("a FETCH 3 BODY.PEEK[]\r\n"), "* 3 FETCH (BODY[] {1}", "3)");
        }
    }

    @Test
    void refusesMoreMessagesThanOneCommitTakes() throws IOException {
        try (Dialogue imap = imap()) {
            Dialogue.has(imap.say("a APPEND INBOX" + " {1+}\r\nx".repeat(1001) + "\r\n"), "a NO [MESSAGELIMIT 1000]");
            Dialogue.has(imap.say("a STATUS INBOX (MESSAGES)\r\n"), "* STATUS INBOX (MESSAGES 0)");
            Dialogue.has(
                    imap.say("a APPEND INBOX" + " {1+}\r\nx".repeat(1000) + "\r\n"), "a OK [APPENDUID 1000 1:1000]");
        }
    }

    /** RFC 3501 §2.3.2: of two sessions one sees a message as recent, whoever comes first; a message is never missed. */
    @Test
    void tellsOneSessionOfARecentMessage() throws Exception {
        Mailboxes writer = mailboxes();
        Thread appending = Thread.ofVirtual().start(() -> append(writer, 200));
        Set<Long> recent = new HashSet<>();
        try (SelectedMailbox one = mailboxes().select("INBOX", Access.SELECT, () -> {});
                SelectedMailbox other = mailboxes().select("INBOX", Access.SELECT, () -> {})) {
            boolean last = false;
            while (!last) {
                last = !appending.isAlive();
                one.refresh(Expunges.TELL);
                other.refresh(Expunges.TELL);
            }
            appending.join();
            for (int number = 1; number <= 200; number++) {
                assertEquals(number, one.uid(number));
                boolean first = one.flags(number).contains("\\Recent");
                assertTrue(first != other.flags(number).contains("\\Recent"), "message " + number);
                recent.add(first ? 1L : 2L);
            }
            assertEquals(200, one.recent() + other.recent());
            assertTrue(!recent.isEmpty());
        }
    }

    private static void append(Mailboxes mailboxes, int messages) {
        try {
            for (int i = 0; i < messages; i++) {
                StoreWorld.append(mailboxes, "INBOX", MAIL);
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void wakesWhoWaits() throws IOException {
        int[] woken = {0};
        try (SelectedMailbox inbox = mailboxes().select("INBOX", Access.EXAMINE, () -> woken[0]++)) {
            StoreWorld.append(mailboxes(), "INBOX", MAIL);
            assertTrue(woken[0] > 0);
            assertEquals(0, inbox.size());
            inbox.refresh(Expunges.TELL);
            assertEquals(1, inbox.size());
        }
        int before = woken[0];
        StoreWorld.append(mailboxes(), "INBOX", MAIL);
        assertEquals(before, woken[0]);
    }

    @Test
    void refusesNul() throws IOException {
        try (Dialogue imap = imap()) {
            Dialogue.has(imap.say("a APPEND INBOX {3+}\r\nx\0y\r\n"), "a NO [CANNOT] ");
            Dialogue.has(imap.say("a STATUS INBOX (MESSAGES UIDNEXT)\r\n"), "* STATUS INBOX (MESSAGES 0 UIDNEXT 1)");
        }
    }

    @Test
    void limitsKeywords() throws IOException {
        try (Dialogue imap = imap()) {
            imap.say("a APPEND INBOX {3+}\r\nx\r\n\r\ns SELECT INBOX\r\n");
            for (int i = 0; i < Flags.KEYWORDS; i++) {
                Dialogue.has(imap.say("a STORE 1 +FLAGS.SILENT (k" + i + ")\r\n"), "a OK");
            }
            Dialogue.has(imap.say("a STORE 1 +FLAGS (more)\r\n"), "a NO [LIMIT]");
            Dialogue.has(imap.say("a APPEND INBOX (more) {3+}\r\nx\r\n\r\n"), "a NO [LIMIT]");
            Dialogue.has(imap.say("a STORE 1 FLAGS (K3)\r\n"), "* 1 FETCH (FLAGS (k3 \\Recent))");
        }
    }

    @Test
    void keepsSubscriptionsOfWhatIsGone() throws IOException {
        try (Dialogue imap = imap()) {
            imap.say("a CREATE x/y\r\na SUBSCRIBE x/y\r\n");
            Dialogue.has(imap.say("a DELETE x\r\n"), "a NO [HASCHILDREN]");
            Dialogue.has(imap.say("a DELETE x/y\r\na DELETE x\r\nb LSUB \"\" *\r\n"), "* LSUB () \"/\" x/y", "b OK");
        }
    }

    /** What lies below a mailbox could not be reached any more under a name that is too deep or too long. */
    @Test
    void refusesToRenameWhatIsBelowOutOfReach() throws IOException {
        try (Dialogue imap = imap()) {
            imap.say("a CREATE x/y/zz\r\n");
            Dialogue.has(imap.say("a RENAME x " + "d/".repeat(62) + "d\r\n"), "a NO [CANNOT]");
            Dialogue.has(imap.say("a RENAME x " + "l".repeat(996) + "\r\n"), "a NO [CANNOT]");
            Dialogue.has(imap.say("a LIST \"\" x*\r\n"), "* LIST (\\HasNoChildren) \"/\" x/y/zz");
            Dialogue.has(imap.say("a RENAME x " + "d/".repeat(61) + "d\r\n"), "a OK");
            Dialogue.has(imap.say("a RENAME " + "d/".repeat(61) + "d " + "l".repeat(995) + "\r\n"), "a OK");
            Dialogue.has(
                    imap.say("a STATUS " + "l".repeat(995) + "/y/zz (MESSAGES)\r\n"), "* STATUS " + "l".repeat(995));
        }
    }

    /** RFC 3501 §6.3.5: mailboxes below INBOX stay there. */
    @Test
    void renamesInboxByItsMessages() throws IOException {
        try (Dialogue imap = imap()) {
            imap.say("a CREATE INBOX/sub\r\na APPEND INBOX (\\Seen) {3+}\r\nx\r\n\r\n");
            Dialogue.has(imap.say("a RENAME INBOX old/mail\r\n"), "a OK");
            Dialogue.has(
                    imap.say("a LIST \"\" *\r\n"),
                    "* LIST (\\HasChildren) \"/\" INBOX",
                    "* LIST (\\HasNoChildren) \"/\" INBOX/sub");
            Dialogue.has(
                    imap.say("a STATUS old/mail (MESSAGES UNSEEN)\r\n"), "* STATUS old/mail (MESSAGES 1 UNSEEN 0)");
            Dialogue.has(imap.say("a STATUS INBOX (MESSAGES UIDNEXT)\r\n"), "* STATUS INBOX (MESSAGES 0 UIDNEXT 2)");
        }
    }

    /** RFC 9208 §4.3.1, RFC 5530 §3; what makes room is served. */
    @Test
    void overQuotaIsSaidOfWhatBringsMoreAndOfNothingElse() throws IOException {
        try (Dialogue imap = imap()) {
            Dialogue.has(imap.say("a APPEND INBOX {1+}\r\n1\r\n"), "a OK");
            StoreWorld.done(
                    world.account("alice").properties().change(List.of(QuotaLimits.own(QuotaLimits.MESSAGES, 1))));
            Dialogue.has(imap.say("a APPEND INBOX {1+}\r\n2\r\n"), "a NO [OVERQUOTA]");
            Dialogue.has(imap.say("a SELECT INBOX\r\n"), "* 1 EXISTS");
            Dialogue.has(imap.say("a COPY 1 Archive\r\n"), "a NO [OVERQUOTA]");
            Dialogue.has(imap.say("a STORE 1 +FLAGS (\\Seen)\r\n"), "a OK");
            Dialogue.has(imap.say("a MOVE 1 Archive\r\n"), "a OK");
            Dialogue.has(imap.say("a STATUS Archive (SIZE MESSAGES)\r\n"), "* STATUS Archive (MESSAGES 1 SIZE 1)");
        }
    }

    @Test
    void aFullVolumeStillLetsGo() throws IOException {
        append(mailboxes(), 2);
        world.close();
        world = new StoreWorld(folder, new Reserve(0, Long.MAX_VALUE));
        Mailboxes mailboxes = mailboxes();
        assertEquals(
                "UNAVAILABLE",
                assertThrows(MailboxException.class, () -> StoreWorld.append(mailboxes, "INBOX", MAIL))
                        .code());
        try (SelectedMailbox inbox = mailboxes.select("INBOX", Access.SELECT, () -> {})) {
            assertEquals(
                    "UNAVAILABLE",
                    assertThrows(MailboxException.class, () -> inbox.copy(List.of(1), "Archive"))
                            .code());
            inbox.move(List.of(1), "Archive");
            inbox.store(List.of(2), Change.ADD, List.of("\\Deleted"), OptionalLong.empty());
            inbox.expunge(List.of(2));
            inbox.refresh(Expunges.TELL);
            assertEquals(0, inbox.size());
        }
    }
}
