package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;

/** Commands on more messages than a record of the journal can hold: one commit all the same. */
@Tag("long")
class LargeCommitTest {
    private static final int MESSAGES = 1 << 15;
    private static final FlagChange SEEN = new FlagChange.Add(Flags.SEEN);

    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private AccountId id;

    @BeforeEach
    void create() throws IOException {
        fixture = new StoreFixture(folder);
        try (Store store = fixture.open()) {
            id = fixture.create(store, "alice");
        }
    }

    @Test
    void copyMarkMoveDeleteAndExpungeAreOneCommitEach() throws IOException {
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(id).orElseThrow();
            int archive = account.folder("Archive").orElseThrow().id();
            StoreFixture.append(account, Folder.INBOX, "Subject: one of many\r\n\r\n");
            while (refs(account, Folder.INBOX).size() < MESSAGES) {
                Results.done(account.copy(Folder.INBOX, refs(account, Folder.INBOX), Folder.INBOX));
            }
            List<MessageRef> all = refs(account, Folder.INBOX);
            Results.done(account.flag(Folder.INBOX, all, SEEN));
            assertEquals(1, changes(account, Folder.INBOX));
            Results.done(account.copy(Folder.INBOX, all, archive));
            int junk = account.folder("Junk").orElseThrow().id();
            Results.done(account.copy(Folder.INBOX, all, junk));
            Results.done(account.deleteFolder(junk));
            assertEquals(1, changes(account, archive));
            Results.done(account.move(archive, refs(account, archive), archive));
            assertEquals(1, changes(account, archive));
            assertEquals(
                    all.size(), Results.done(account.expunge(Folder.INBOX, all)).size());
            assertEquals(0, refs(account, Folder.INBOX).size());
        }
        fixture.deleteIndex();
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(id).orElseThrow();
            int archive = account.folder("Archive").orElseThrow().id();
            assertEquals(0, refs(account, Folder.INBOX).size());
            assertTrue(account.folder("Junk").isEmpty());
            assertEquals(MESSAGES, refs(account, archive).size());
            assertEquals(1, changes(account, archive));
        }
        VolumeCheck.Result.Checked checked =
                assertInstanceOf(VolumeCheck.Result.Checked.class, VolumeCheck.run(fixture.spec(), _ -> {}));
        assertTrue(checked.report().findings().isEmpty(), checked.report()::toString);
    }

    @Test
    void aCopyOfMoreThanACommitTakesIsRefused() throws IOException {
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(id).orElseThrow();
            List<MessageRef> many = new ArrayList<>();
            for (int i = 1; i <= 100_001; i++) {
                many.add(new MessageRef(i, i));
            }
            assertEquals(
                    Outcome.Reason.TOO_MANY_MESSAGES, Results.refused(account.copy(Folder.INBOX, many, Folder.INBOX)));
        }
    }

    private static FolderSnapshot snapshot(Account account, int folder) throws IOException {
        try (OpenFolder open = account.open(folder, _ -> {}).orElseThrow()) {
            return open.snapshot();
        }
    }

    private static List<MessageRef> refs(Account account, int folder) throws IOException {
        FolderSnapshot snapshot = snapshot(account, folder);
        List<MessageRef> refs = new ArrayList<>();
        for (int i = 0; i < snapshot.size(); i++) {
            refs.add(snapshot.ref(i));
        }
        return refs;
    }

    /** How many changes the messages of a folder have last been through. */
    private static long changes(Account account, int folder) throws IOException {
        FolderSnapshot snapshot = snapshot(account, folder);
        List<Long> modseqs = new ArrayList<>();
        for (int i = 0; i < snapshot.size(); i++) {
            modseqs.add(snapshot.modseq(i));
        }
        return modseqs.stream().distinct().count();
    }
}
