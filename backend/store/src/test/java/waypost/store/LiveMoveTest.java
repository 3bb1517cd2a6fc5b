package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;

/** An account that moves between the volumes of a running node while mail comes. */
@Timeout(60)
final class LiveMoveTest {
    @TempDir
    private Path folder;

    private Store open() {
        VolumeSpec first = new StoreFixture(folder).spec();
        VolumeSpec second = new VolumeSpec("v2", 2, folder.resolve("v2"), first.journal());
        return Store.open(List.of(first, second), Store.Settings.STANDARD, InstantSource.system());
    }

    /** Takes mail until it is told that the account is not there any more; answers what was told to be stored. */
    private static List<Long> take(Account account, CountDownLatch begun) {
        List<Long> stored = new ArrayList<>();
        try {
            while (true) {
                try (ReceivedBody body = StoreFixture.body(account.upload(), "mail " + stored.size())) {
                    Outcome<Appended> taken =
                            account.append(body, new NewMessage(Folder.INBOX, "", Flags.NONE, StoreFixture.DATE));
                    if (!(taken instanceof Outcome.Done<Appended>(Appended appended))) {
                        assertEquals(Outcome.refused(Outcome.Reason.NOT_OWNER), taken);
                        return stored;
                    }
                    stored.add(appended.itemNo());
                }
                begun.countDown();
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void whatWasTakenMeanwhileIsThere() throws IOException, InterruptedException {
        AccountId id;
        List<Long> stored;
        try (Store store = open()) {
            id = Results.done(store.accounts()
                            .create(
                                    new DirectoryId("alice"),
                                    new AccountName("alice", "example.net"),
                                    1,
                                    Optional.of("v1")))
                    .id();
            Account account = store.accounts().open(id).orElseThrow();
            CountDownLatch begun = new CountDownLatch(20);
            CompletableFuture<List<Long>> mail = CompletableFuture.supplyAsync(() -> take(account, begun));
            begun.await();
            Volume to = store.volume("v2").orElseThrow();
            Results.done(store.accounts().move(id, to, new NodeName("store1"), new SplittableRandom(1), _ -> {}));
            stored = mail.join();
            all(store, id, stored);
            StoreFixture.append(store.accounts().open(id).orElseThrow(), Folder.INBOX, "there");
        }
        try (Store store = open()) {
            all(store, id, stored);
            assertEquals("v2", store.accounts().volume(id).orElseThrow().name());
            assertTrue(store.accounts()
                    .find(new DirectoryId("alice"))
                    .orElseThrow()
                    .serves());
        }
    }

    private static void all(Store store, AccountId id, List<Long> stored) throws IOException {
        Account account = store.accounts().open(id).orElseThrow();
        assertEquals(
                stored,
                account.messages(1, stored.size()).stream().map(Message::itemNo).toList());
    }
}
