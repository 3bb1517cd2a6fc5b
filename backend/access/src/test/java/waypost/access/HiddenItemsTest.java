package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.protocol.imap.ImapExtensions;
import waypost.store.Account;
import waypost.store.Appended;
import waypost.store.FlagChange;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.FolderRole;
import waypost.store.FolderType;
import waypost.store.ItemKind;
import waypost.store.ItemProperties;
import waypost.store.MessageRef;
import waypost.store.NewMessage;
import waypost.store.Principal;
import waypost.store.PropertyChange;
import waypost.store.QuotaLimits;
import waypost.store.ReceivedBody;
import waypost.store.Rights;
import waypost.store.Upload;

/** What an account keeps beside mail is nothing to IMAP and POP3. */
class HiddenItemsTest {
    private static final byte[] CONTENT = "Subject: hidden\r\n\r\nhidden\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private StoreWorld world;
    private Account account;
    private Dialogue imap;

    @BeforeEach
    void open() throws IOException {
        world = new StoreWorld(folder);
        account = world.account("alice");
        connect();
    }

    @AfterEach
    void close() throws IOException {
        imap.close();
        world.close();
    }

    private void connect() throws IOException {
        imap = new Dialogue(world.shared(ImapExtensions.ALL).imap(account));
    }

    private MessageRef put(int folderId, ItemKind kind, Flags flags) throws IOException {
        try (Upload upload = account.upload()) {
            StoreWorld.done(upload.write(ByteBuffer.wrap(CONTENT)));
            try (ReceivedBody body = upload.finish()) {
                Appended appended = StoreWorld.done(account.append(
                        body, new NewMessage(folderId, "", flags, StoreWorld.ARRIVAL, kind, "", ItemProperties.NONE)));
                return new MessageRef(appended.itemNo(), appended.uid());
            }
        }
    }

    private String mail() throws IOException {
        return imap.say("m APPEND INBOX (\\Deleted) {15+}\r\nSubject: seen\r\n\r\n");
    }

    /** Between two messages: numbers go on from one to the other, UIDs have a gap. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MAIL")
    void itemsOfOtherKindsHaveNoPlace(ItemKind kind) throws IOException {
        mail();
        MessageRef hidden = put(Folder.INBOX, kind, Flags.DELETED);
        mail();
        Dialogue.has(imap.say("a STATUS INBOX (RECENT)\r\n"), "* STATUS INBOX (RECENT 2)");
        looks();
        imap.close();
        world.rebuild();
        account = world.account("alice");
        connect();
        looks();
        assertEquals(
                "* VANISHED 1,3\r\na OK EXPUNGE completed\r\n",
                imap.say("e ENABLE QRESYNC\r\na EXPUNGE\r\n")
                        .replaceAll("(?s).*?(\\* VANISHED)", "$1")
                        .replaceAll(" \\[HIGHESTMODSEQ \\d+]", ""));
        assertTrue(account.message(hidden.itemNo()).isPresent());
    }

    private void looks() throws IOException {
        Dialogue.has(
                imap.say("a STATUS INBOX (MESSAGES UNSEEN DELETED SIZE DELETED-STORAGE UIDNEXT)\r\n"),
                "* STATUS INBOX (MESSAGES 2 UIDNEXT 4 UNSEEN 2 SIZE 30 DELETED 2 DELETED-STORAGE 30)");
        try (Dialogue pop3 = new Dialogue(StoreWorld.sessions().pop3(account))) {
            assertEquals("+OK 2 30\r\n", pop3.say("STAT\r\n"));
            assertEquals("+OK 2 15\r\n", pop3.say("LIST 2\r\n"));
            assertTrue(pop3.say("LIST 3\r\n").startsWith("-ERR"));
        }
        Dialogue.has(imap.say("a EXAMINE INBOX\r\n"), "* 2 EXISTS", "* OK [UIDNEXT 4]");
        Dialogue.has(imap.say("a UID SEARCH ALL\r\n"), "* SEARCH 1 3");
        assertEquals("* SEARCH\r\na OK SEARCH completed\r\n", imap.say("a SEARCH TEXT hidden\r\n"));
        assertEquals("* SEARCH\r\na OK SEARCH completed\r\n", imap.say("a SEARCH UID 2\r\n"));
        assertEquals("a OK FETCH completed\r\n", imap.say("a UID FETCH 2 (FLAGS)\r\n"));
        String elsewhere = imap.say("a ESEARCH IN (personal) RETURN (COUNT) ALL\r\n");
        assertTrue(elsewhere.contains(" COUNT 2\r\n"), elsewhere);
        imap.say("a SELECT INBOX\r\n");
    }

    /** It comes, changes and goes while the mailbox is open. */
    @Test
    void nobodyIsToldOfThem() throws IOException {
        mail();
        imap.say("a SELECT INBOX\r\n");
        MessageRef hidden = put(Folder.INBOX, ItemKind.FAI, Flags.NONE);
        StoreWorld.done(account.flag(Folder.INBOX, List.of(hidden), new FlagChange.Add(Flags.SEEN)));
        assertEquals("a OK NOOP completed\r\n", imap.say("a NOOP\r\n"));
        StoreWorld.done(account.expunge(Folder.INBOX, List.of(hidden)));
        assertEquals("a OK NOOP completed\r\n", imap.say("a NOOP\r\n"));
        mail();
        Dialogue.has(imap.say("a UID SEARCH ALL\r\n"), "* SEARCH 1 3");
    }

    /** They count for quotas, and go with the folder. */
    @Test
    void theyAreThereAllTheSame() throws IOException {
        imap.say("a CREATE Work\r\n");
        int work = account.folder("Work").orElseThrow().id();
        MessageRef hidden = put(work, ItemKind.FAI, Flags.NONE);
        limit(QuotaLimits.ofFolder(work, QuotaLimits.NONE, 1));
        Dialogue.has(imap.say("a GETQUOTA Work\r\n"), "* QUOTA Work (MESSAGE 1 1)");
        Dialogue.has(imap.say("a APPEND Work {1}\r\n"), "a NO [OVERQUOTA]");
        Dialogue.has(imap.say("a DELETE Work\r\n"), "a OK");
        assertTrue(account.message(hidden.itemNo()).isEmpty());
    }

    private void limit(List<PropertyChange> limits) throws IOException {
        StoreWorld.done(account.properties().change(limits));
    }

    /** Nor are folders of something else; what is below one has a level above it. */
    @Test
    void foldersOfOtherClassesAreNoMailboxes() throws IOException {
        int calendar = folder("Calendar", "IPF.Appointment", false);
        folder("Work", "IPF.Note.Custom", false);
        folder("Views", FolderType.MAIL, true);
        imap.say("a CREATE Calendar/Invitations\r\n");
        put(calendar, ItemKind.EVENT, Flags.NONE);
        assertEquals(
                "* LIST (\\HasNoChildren) \"/\" INBOX\r\n"
                        + "* LIST (\\HasNoChildren \\Archive) \"/\" Archive\r\n"
                        + "* LIST (\\Noselect \\HasChildren) \"/\" Calendar\r\n"
                        + "* LIST (\\HasNoChildren) \"/\" Calendar/Invitations\r\n"
                        + "* LIST (\\HasNoChildren) \"/\" Work\r\n"
                        + "a OK LIST completed\r\n",
                imap.say("a LIST \"\" *\r\n"));
        Dialogue.has(imap.say("a SELECT Calendar\r\n"), "a NO [NONEXISTENT]");
        Dialogue.has(imap.say("a STATUS Views (MESSAGES)\r\n"), "a NO [NONEXISTENT]");
        Dialogue.has(imap.say("a DELETE Calendar\r\n"), "a NO [NONEXISTENT]");
        Dialogue.has(imap.say("a CREATE Views\r\n"), "a NO [ALREADYEXISTS]");
        int work = account.folder("Work").orElseThrow().id();
        world.account("bob");
        for (int shared : List.of(calendar, work)) {
            StoreWorld.done(account.own().grant(shared, new Principal.Anyone(), _ -> Rights.ALL));
        }
        try (Dialogue bob = new Dialogue(world.shared(ImapExtensions.ALL).imap(world.account("bob")))) {
            String told = bob.say("a LIST \"\" \"Other Users/*\"\r\n");
            assertTrue(told.contains("alice@example.net/Work"), told);
            assertFalse(told.contains("Calendar"), told);
        }
    }

    private int folder(String name, String folderClass, boolean hidden) throws IOException {
        return StoreWorld.done(account.createFolder(name, new FolderType(FolderRole.NONE, folderClass, hidden)));
    }
}
