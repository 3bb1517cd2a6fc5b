package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.identity.AccountId;
import waypost.identity.Ownership;

/** What has had a number keeps it for ever: nothing that comes later gets it, though the thing is gone, the clock went back and the index is a new one. */
class NumbersTest {
    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    /** What happens between the deletion and the next creation. */
    enum Between {
        NOTHING,
        RESTART,
        REBUILD
    }

    private Store between(Store store, StoreFixture fixture, Between between) throws IOException {
        now = now.minusSeconds(3600);
        if (between == Between.NOTHING) {
            return store;
        }
        store.close();
        if (between == Between.REBUILD) {
            fixture.deleteIndex();
        }
        return fixture.open();
    }

    @ParameterizedTest
    @EnumSource
    void foldersAndMessages(Between between) throws IOException {
        StoreFixture fixture = new StoreFixture(folder, () -> now);
        Store store = fixture.open();
        try {
            AccountId id = fixture.create(store, "alice");
            Account account = store.accounts().open(id).orElseThrow();
            int work = Results.done(account.createFolder("work", FolderRole.NONE));
            long uidValidity = account.folder(work).orElseThrow().uidValidity();
            StoreFixture.append(account, work, "goes with its folder");
            Appended last = StoreFixture.append(account, Folder.INBOX, "goes alone");
            long modseq = account.message(last.itemNo()).orElseThrow().modseq();
            Results.done(account.expunge(Folder.INBOX, List.of(StoreFixture.ref(last))));
            Results.done(account.deleteFolder(work));
            store = between(store, fixture, between);
            account = store.accounts().open(id).orElseThrow();
            int again = Results.done(account.createFolder("work", FolderRole.NONE));
            assertTrue(again > work);
            assertTrue(account.folder(again).orElseThrow().uidValidity() > uidValidity);
            Appended next = StoreFixture.append(account, Folder.INBOX, "next");
            assertTrue(next.itemNo() > last.itemNo());
            assertTrue(next.uid() > last.uid());
            assertEquals(last.uidValidity(), next.uidValidity());
            assertTrue(account.message(next.itemNo()).orElseThrow().modseq() > modseq + 2);
        } finally {
            store.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void accounts(Between between) throws IOException {
        StoreFixture fixture = new StoreFixture(folder, () -> now);
        Store store = fixture.open();
        try {
            AccountId alice = fixture.create(store, "alice");
            Ownership record = store.accounts().find(alice).orElseThrow();
            Results.done(store.accounts().put(record.with(2, new Ownership.State.Gone())));
            store = between(store, fixture, between);
            AccountId bob = fixture.create(store, "bob");
            assertTrue(bob.counter() > alice.counter());
            assertEquals(bob.volume(), alice.volume());
        } finally {
            store.close();
        }
    }

    /** A folder that was emptied and filled again within one change. */
    @Test
    void aMoveWithinAFolderGivesNewUids() throws IOException {
        StoreFixture fixture = new StoreFixture(folder, () -> now);
        try (Store store = fixture.open()) {
            Account account =
                    store.accounts().open(fixture.create(store, "alice")).orElseThrow();
            MessageRef first = StoreFixture.ref(StoreFixture.append(account, Folder.INBOX, "mail"));
            assertEquals(
                    List.of(2L),
                    Results.done(account.move(Folder.INBOX, List.of(first), Folder.INBOX))
                            .destinationUids());
            assertEquals(3, StoreFixture.append(account, Folder.INBOX, "next").uid());
        }
    }
}
