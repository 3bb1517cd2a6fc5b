package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/** A volume is taken out of a running store for a while. */
final class AsideTest {
    @TempDir
    private Path folder;

    private final List<String> lost = new ArrayList<>();
    private Store store;
    private AccountId alice;
    private AccountId bob;

    @BeforeEach
    void open() throws IOException {
        JournalSettings journal = new StoreFixture(folder).spec().journal();
        store = Store.open(
                Stream.of(1, 2)
                        .map(number -> new VolumeSpec("v" + number, number, folder.resolve("v" + number), journal))
                        .toList(),
                Store.Settings.STANDARD,
                InstantSource.system());
        store.quota(new QuotaLimits(1 << 20, 3, 3));
        store.retention(Retention.STANDARD);
        store.whenLost(volume -> lost.add(volume.name()));
        alice = create("alice", "v1");
        bob = create("bob", "v2");
        StoreFixture.append(account(alice), Folder.INBOX, "kept");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private AccountId create(String name, String volume) throws IOException {
        return Results.done(store.accounts()
                        .create(new DirectoryId(name), new AccountName(name, "example.net"), 1, Optional.of(volume)))
                .id();
    }

    private Account account(AccountId id) throws IOException {
        return store.accounts().open(id).orElseThrow();
    }

    @Test
    void itsAccountsWaitAndTheOthersAreServed() throws IOException {
        Account before = account(alice);
        Optional<VolumeRebuild.Result> done = store.aside("v1", "it is tried", spec -> {
            assertEquals(List.of("v1"), lost);
            assertEquals(Optional.empty(), store.accounts().open(alice));
            assertFalse(store.complete() || store.settled(), "nobody is told that alice is nowhere");
            assertEquals(Map.of("v1", "it is tried"), store.failures());
            assertEquals(Outcome.Reason.UNAVAILABLE, Results.refused(before.subscribe("x")));
            assertThrows(IOException.class, () -> before.messages(1, 1));
            StoreFixture.append(account(bob), Folder.INBOX, "meanwhile");
            assertEquals(Optional.empty(), store.aside("v2", "too", _ -> 1), "one after the other");
            return VolumeRebuild.run(spec, _ -> {});
        });
        assertTrue(done.orElseThrow() instanceof VolumeRebuild.Result.Rebuilt);
        assertTrue(store.settled() && store.failures().isEmpty());
        assertEquals(1, account(alice).messages(1, 9).size());
        assertEquals(3, account(alice).quota().limits().messages(), "what holds for volumes holds for it again");
        assertEquals(Retention.STANDARD, store.volume("v1").orElseThrow().core().retention());
        assertTrue(store.aside("v1", "again", _ -> 1).isPresent());
        assertEquals(List.of("v1", "v1"), lost);
        StoreFixture.append(account(alice), Folder.INBOX, "later");
    }

    @Test
    void itServesAgainWhateverBecomesOfTheWork() throws IOException {
        assertThrows(
                IOException.class,
                () -> store.aside("v1", "it fails", _ -> {
                    throw new IOException("failed");
                }));
        StoreFixture.append(account(alice), Folder.INBOX, "later");
    }

    @Test
    void whatIsWorkedOnIsNotTakenOut() throws IOException {
        Volume volume = store.volume("v1").orElseThrow();
        try (Pins.Pin _ = volume.core().journal().segments().still()) {
            assertEquals(Optional.empty(), store.aside("v1", "now", _ -> 1));
        }
        volume.upkeep().alone(() -> {
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    assertEquals(Optional.empty(), store.aside("v1", "now", _ -> 1));
                } catch (IOException failed) {
                    throw new AssertionError(failed);
                }
            });
            try {
                other.join();
            } catch (InterruptedException never) {
                throw new AssertionError(never);
            }
            return 1;
        });
        assertTrue(lost.isEmpty() && store.accounts().open(alice).isPresent());
    }
}
