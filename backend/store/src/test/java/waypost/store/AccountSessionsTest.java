package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;

/** What sessions of one account see of each other. */
class AccountSessionsTest {
    @TempDir
    private Path folder;

    private Store store;
    private AccountId id;
    private Account account;
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    @BeforeEach
    void open() throws IOException {
        StoreFixture fixture = new StoreFixture(folder, () -> now);
        store = fixture.open();
        id = fixture.create(store, "alice");
        account = store.accounts().open(id).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private List<String> names() {
        return account.folders().stream().map(Folder::name).toList();
    }

    /** RFC 6154 §3: "considering the designation to be a conflict". */
    @Test
    void aRoleIsHeldByOneFolder() throws IOException {
        List<String> before = names();
        assertEquals(Outcome.Reason.ROLE_TAKEN, Results.refused(account.createFolder("new/Gone", FolderRole.TRASH)));
        assertEquals(before, names());
        Results.done(account.deleteFolder(account.folder("Trash").orElseThrow().id()));
        Results.done(account.createFolder("new/Gone", FolderRole.TRASH));
        assertEquals(FolderRole.TRASH, account.folder("new/Gone").orElseThrow().role());
        assertEquals(FolderRole.NONE, account.folder("new").orElseThrow().role());
    }

    @Test
    void aRenamedFolderTakesItsChildrenAlong() throws IOException {
        Results.done(account.createFolder("work/2026/mail", FolderRole.NONE));
        int work = account.folder("work").orElseThrow().id();
        Results.done(account.renameFolder(work, "old/work"));
        assertTrue(names().containsAll(List.of("old", "old/work", "old/work/2026", "old/work/2026/mail")));
        assertEquals(Outcome.Reason.INVALID_NAME, Results.refused(account.renameFolder(work, "old/work/below")));
        assertEquals(Outcome.Reason.FOLDER_EXISTS, Results.refused(account.renameFolder(work, "Sent")));
        assertEquals(Outcome.Reason.INVALID_NAME, Results.refused(account.renameFolder(Folder.INBOX, "in")));
        assertEquals(Outcome.Reason.FOLDER_HAS_CHILDREN, Results.refused(account.deleteFolder(work)));
        int mail = account.folder("old/work/2026/mail").orElseThrow().id();
        long uidValidity = account.folder(mail).orElseThrow().uidValidity();
        StoreFixture.append(account, mail, "gone with its folder");
        Results.done(account.deleteFolder(mail));
        assertEquals(Optional.empty(), account.folder(mail));
        int again = Results.done(account.createFolder("old/work/2026/mail", FolderRole.NONE));
        assertTrue(account.folder(again).orElseThrow().uidValidity() > uidValidity);
        assertEquals(Optional.of(new FolderCounts(0, 0, 0, 0, 0)), account.counts(again));
    }

    @Test
    void aFolderAndItsMessagesAreGoneAtOnce() throws IOException {
        int work = Results.done(account.createFolder("work", FolderRole.NONE));
        StoreFixture.append(account, work, "first");
        StoreFixture.append(account, work, "second");
        List<Boolean> there = new ArrayList<>();
        try (OpenFolder open = account.open(
                        work, _ -> there.add(account.folder(work).isPresent()))
                .orElseThrow()) {
            Results.done(account.deleteFolder(work));
            assertEquals(List.of(1L, 2L), open.changes().expunged());
        }
        assertEquals(List.of(false), there);
    }

    /** RFC 8508 §3.4: "the intermediate states do not occur". */
    @Test
    void aMessageTakesThePlaceOfAnotherAtOnce() throws IOException {
        MessageRef old = StoreFixture.ref(StoreFixture.append(account, Folder.INBOX, "old"));
        int archive = account.folder("Archive").orElseThrow().id();
        List<Optional<FolderCounts>> seen = new ArrayList<>();
        try (OpenFolder _ = account.open(Folder.INBOX, _ -> {
                    try {
                        seen.add(account.counts(archive));
                    } catch (IOException failed) {
                        throw new AssertionError(failed);
                    }
                })
                .orElseThrow()) {
            assertEquals(1, Results.done(replace(old, archive)).uid());
            assertEquals(Outcome.Reason.NO_SUCH_MESSAGE, Results.refused(replace(old, archive)));
            MessageRef other = StoreFixture.ref(StoreFixture.append(account, Folder.INBOX, "other"));
            assertEquals(Outcome.Reason.NO_SUCH_FOLDER, Results.refused(replace(other, 999)));
        }
        assertEquals(Optional.of(new FolderCounts(1, 1, 1, 0, 3)), seen.getFirst());
        assertEquals(Optional.of(new FolderCounts(1, 1, 1, 0, 3)), account.counts(archive));
        assertEquals(Optional.of(new FolderCounts(1, 1, 1, 0, 5)), account.counts(Folder.INBOX));
    }

    private Outcome<Appended> replace(MessageRef old, int folderId) throws IOException {
        NewMessage message = new NewMessage(folderId, "", Flags.NONE, StoreFixture.DATE);
        try (ReceivedBody body = StoreFixture.body(account.upload(), "new")) {
            return account.replace(Folder.INBOX, old, new Arrival(body, message));
        }
    }

    @Test
    void anItemRemembersWhenItCameAndWhenItWasRead() throws IOException {
        MessageRef first = StoreFixture.ref(StoreFixture.append(account, Folder.INBOX, "first"));
        Message appended = account.message(first.itemNo()).orElseThrow();
        assertEquals(Optional.of(now), appended.saveDate());
        assertEquals(appended.modseq(), appended.readModseq());
        assertEquals(appended.modseq(), appended.contentModseq());
        assertEquals(ItemKind.MAIL, appended.kind());
        assertEquals("", appended.creator());
        Results.done(account.flag(Folder.INBOX, List.of(first), new FlagChange.Add(Flags.FLAGGED)));
        assertEquals(
                appended.modseq(), account.message(first.itemNo()).orElseThrow().readModseq());
        Results.done(account.flag(Folder.INBOX, List.of(first), new FlagChange.Add(Flags.SEEN)));
        Message read = account.message(first.itemNo()).orElseThrow();
        assertEquals(read.modseq(), read.readModseq());
        assertEquals(appended.modseq(), read.contentModseq());
        now = now.plusSeconds(60);
        assertEquals(appended.saveDate(), read.saveDate());
        int work = Results.done(account.createFolder("work", FolderRole.NONE));
        Results.done(account.copy(Folder.INBOX, List.of(first), work));
        Message copy = account.message(first.itemNo() + 1).orElseThrow();
        assertEquals(Optional.of(now), copy.saveDate());
        assertEquals(copy.modseq(), copy.contentModseq());
        Results.done(account.move(Folder.INBOX, List.of(first), work));
        Message moved = account.message(first.itemNo()).orElseThrow();
        assertEquals(Optional.of(now), moved.saveDate());
        assertEquals(read.readModseq(), moved.readModseq());
    }

    /** RFC 8474 §5.1. */
    @Test
    void copiesKnowWhatTheyAreCopiesOf() throws IOException {
        MessageRef first = StoreFixture.ref(StoreFixture.append(account, Folder.INBOX, "first"));
        Results.done(account.copy(Folder.INBOX, List.of(first), Folder.INBOX));
        Message copy = account.message(first.itemNo() + 1).orElseThrow();
        Results.done(account.expunge(Folder.INBOX, List.of(first), Flags.NONE));
        MessageRef ofCopy = new MessageRef(copy.itemNo(), copy.uid());
        int work = Results.done(account.createFolder("work", FolderRole.NONE));
        Results.done(account.copy(Folder.INBOX, List.of(ofCopy), work));
        Results.done(account.move(Folder.INBOX, List.of(ofCopy), work));
        Results.done(account.flag(work, List.of(ofCopy), new FlagChange.Add(Flags.SEEN)));
        assertEquals(
                first.itemNo(), account.message(copy.itemNo()).orElseThrow().original());
        assertEquals(
                first.itemNo(),
                account.message(first.itemNo() + 2).orElseThrow().original());
        MessageRef other = StoreFixture.ref(StoreFixture.append(account, work, "first"));
        assertEquals(
                other.itemNo(), account.message(other.itemNo()).orElseThrow().original());
    }

    @Test
    void aFolderHasAClassAndMayBeHidden() throws IOException {
        FolderType type = new FolderType(FolderRole.NONE, "IPF.Appointment", true);
        int calendar = Results.done(account.createFolder("a/calendar", type));
        assertEquals(type, account.folder(calendar).orElseThrow().type());
        assertEquals(
                FolderType.mail(FolderRole.NONE),
                account.folder("a").orElseThrow().type());
        FolderType none = new FolderType(FolderRole.NONE, "Appointment", false);
        assertEquals(Outcome.Reason.INVALID_NAME, Results.refused(account.createFolder("b", none)));
        Results.done(account.renameFolder(calendar, "b"));
        assertEquals(type, account.folder(calendar).orElseThrow().type());
    }

    @Test
    void subscriptionsNeedNoFolder() throws IOException {
        List<String> standard = List.of("INBOX", "Sent", "Drafts", "Trash", "Junk", "Archive");
        assertEquals(standard, account.subscriptions());
        assertTrue(Results.done(account.subscribe("nowhere")));
        assertFalse(Results.done(account.subscribe("nowhere")));
        assertEquals("nowhere", account.subscriptions().getLast());
        assertTrue(Results.done(account.unsubscribe("nowhere")));
        assertFalse(Results.done(account.unsubscribe("nowhere")));
        assertEquals(standard, account.subscriptions());
    }

    @Test
    void keywordsAreOneBitEachWhateverTheirCaseAndEnd() throws IOException {
        Flags junk = Results.done(account.keywords(List.of("$Junk", "work")));
        assertEquals(Flags.keyword(0).with(Flags.keyword(1)), junk);
        assertEquals(Flags.keyword(0), Results.done(account.keywords(List.of("$JUNK"))));
        Results.done(account.keywords(List.of("k".repeat(Flags.KEYWORD_OCTETS))));
        String tooLong = "k".repeat(Flags.KEYWORD_OCTETS + 1);
        assertEquals(Outcome.Reason.KEYWORD_LIMIT, Results.refused(account.keywords(List.of(tooLong))));
        for (int i = 3; i < Flags.KEYWORDS; i++) {
            Results.done(account.keywords(List.of("k" + i)));
        }
        assertEquals(Outcome.Reason.KEYWORD_LIMIT, Results.refused(account.keywords(List.of("one more"))));
        assertEquals(Flags.KEYWORDS, account.keywords().size());
    }

    @Test
    void aWatchHearsAndChangesTellEachThingOnce() throws IOException {
        ConcurrentLinkedQueue<Long> heard = new ConcurrentLinkedQueue<>();
        StoreFixture.append(account, Folder.INBOX, "first");
        try (OpenFolder open = account.open(Folder.INBOX, heard::add).orElseThrow()) {
            FolderSnapshot snapshot = open.snapshot();
            assertEquals(1, snapshot.size());
            assertTrue(open.changes().none());
            MessageRef second = StoreFixture.ref(StoreFixture.append(account, Folder.INBOX, "second"));
            Flags flags = Flags.SEEN.with(Flags.DELETED);
            Results.done(account.flag(Folder.INBOX, List.of(second), new FlagChange.Add(flags)));
            FolderChanges changes = open.changes();
            assertEquals(
                    List.of(flags),
                    changes.changed().stream().map(MessageRow::flags).toList());
            assertEquals(Optional.of(new FolderCounts(2, 1, 2, 1, 11)), account.counts(Folder.INBOX));
            assertEquals(new Usage(2, 11), account.quota().usage());
            Results.done(account.claimRecent(Folder.INBOX));
            Results.done(account.expunge(Folder.INBOX, List.of(second)));
            assertEquals(List.of(2L), open.changes().expunged());
            assertTrue(open.changes().none());
            assertEquals(Optional.of(new FolderCounts(1, 1, 0, 0, 5)), account.counts(Folder.INBOX));
            assertEquals(1, snapshot.size());
            assertTrue(heard.size() >= 4, heard::toString);
            assertEquals(heard.stream().sorted().toList(), List.copyOf(heard));
        }
        int before = heard.size();
        StoreFixture.append(account, Folder.INBOX, "nobody looks");
        assertEquals(before, heard.size());
    }

    @Test
    void manyAtOnceGetEachNumberOnce() throws Exception {
        Set<Long> uids = new ConcurrentSkipListSet<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> sessions = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            sessions.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                    .start(() -> appendSome(uids)));
        }
        for (Thread session : sessions) {
            session.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(32 * 8, uids.size());
        try (OpenFolder open = account.open(Folder.INBOX, _ -> {}).orElseThrow()) {
            FolderSnapshot snapshot = open.snapshot();
            Set<Long> itemNos = new HashSet<>();
            for (int i = 0; i < snapshot.size(); i++) {
                itemNos.add(snapshot.itemNo(i));
            }
            assertEquals(32 * 8, itemNos.size());
        }
    }

    private void appendSome(Set<Long> uids) {
        try {
            for (int n = 0; n < 8; n++) {
                Appended appended = StoreFixture.append(account, Folder.INBOX, "n" + n);
                uids.add(appended.uid());
                List<MessageRef> item = List.of(StoreFixture.ref(appended));
                Results.done(account.flag(Folder.INBOX, item, new FlagChange.Add(Flags.FLAGGED)));
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void anAccountThatIsDetachedIsNotServedAndItsNameIsFree() throws IOException {
        StoreFixture.append(account, Folder.INBOX, "kept for an administrator");
        AccountName name = new AccountName("alice", "example.net");
        Ownership former = store.accounts().find(id).orElseThrow();
        Results.done(store.accounts().replace(former, former.with(1, new Ownership.State.Gone())));
        Ownership next = Results.done(store.accounts().create(new DirectoryId("other"), name, 1, Optional.empty()));
        assertTrue(store.accounts().named(name).contains(next));
        assertEquals(Optional.empty(), store.accounts().open(id));
        assertFalse(store.accounts().find(id).orElseThrow().serves());
        assertEquals(Outcome.Reason.NOT_OWNER, Results.refused(account.createFolder("late", FolderRole.NONE)));
        assertTrue(account.counts(Folder.INBOX).orElseThrow().messages() == 1);
    }
}
