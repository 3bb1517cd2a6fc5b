package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.protocol.imap.MailboxChanges.Change;
import waypost.store.Account;
import waypost.store.FolderRole;

class StoreChangesTest {
    @TempDir
    private Path folder;

    private StoreWorld world;
    private Account account;

    @BeforeEach
    void open() throws IOException {
        world = new StoreWorld(folder);
        account = world.account("alice");
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private int create(String name) throws IOException {
        return StoreWorld.done(account.createFolder(name, FolderRole.NONE));
    }

    /** What the applier's thread notes is compared later: what has come and gone meanwhile is not told. */
    @Test
    void tellsWhatIsDifferent() throws IOException {
        int a = create("a");
        int inner = create("a/b/c");
        StoreChanges changes = new StoreChanges(Branch.own(account), 10);
        AtomicInteger woken = new AtomicInteger();
        changes.watch(List.of(), woken::incrementAndGet);
        create("passing");
        StoreWorld.done(
                account.deleteFolder(account.folder("passing").orElseThrow().id()));
        StoreWorld.done(account.renameFolder(a, "z"));
        StoreWorld.done(account.renameFolder(inner, "z/b/d"));
        StoreWorld.done(account.subscribe("Archive"));
        assertTrue(woken.get() > 0);
        assertEquals(
                List.of(
                        new Change.Renamed("a", "z"),
                        new Change.Renamed("a/b/c", "z/b/d"),
                        new Change.Subscription("Archive")),
                changes.take());
        assertEquals(List.of(), changes.take());
        StoreWorld.done(account.deleteFolder(inner));
        assertEquals(List.of(new Change.Deleted("z/b/d")), changes.take());
        int told = woken.get();
        changes.unwatch();
        create("unheard");
        assertEquals(List.of(), changes.take());
        assertEquals(told, woken.get());
    }

    /** A session that takes nothing costs a bounded amount of memory. */
    @Test
    void keepsNotMoreThanItMay() throws IOException {
        StoreChanges changes = new StoreChanges(Branch.own(account), 2);
        try (var mailboxes = StoreWorld.mailboxes(account)) {
            changes.watch(List.of(), () -> {});
            StoreWorld.append(mailboxes, "INBOX", "x");
            StoreWorld.append(mailboxes, "INBOX", "x");
            StoreWorld.append(mailboxes, "Archive", "x");
            assertEquals(List.of(new Change.Messages("INBOX"), new Change.Messages("Archive")), changes.take());
            create("more");
            for (String name : List.of("INBOX", "Archive", "more")) {
                StoreWorld.append(mailboxes, name, "x");
            }
            assertEquals(List.of(new Change.Lost()), changes.take());
            StoreWorld.append(mailboxes, "INBOX", "x");
            assertEquals(List.of(), changes.take());
        }
    }
}
