package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.TransferId;
import waypost.store.BackupVerification.Result;
import waypost.store.BackupVerification.Scope;
import waypost.store.archive.ArchiveRestore;
import waypost.store.backup.Backups;
import waypost.store.backup.FolderShelf;

/**
 * Random schedules: whatever becomes of accounts on two volumes, also while a backup is made in the middle of a move or of an archive that comes in, no backup
 * differs from its volume.
 */
final class BackupVerificationModelTest {
    private static final long SEED = Long.getLong("waypost.seed", 20_261_129);
    private static final int LIVES = Boolean.getBoolean("waypost.full") ? 40 : 2;
    private static final int STEPS = 40;

    @TempDir
    private Path folder;

    private SplittableRandom random = new SplittableRandom(0);
    private long compared;
    private int made;

    private Store open(Path life) {
        VolumeSpec first = new StoreFixture(life).spec();
        VolumeSpec second = new VolumeSpec("v2", 2, life.resolve("v2"), first.journal());
        return Store.open(List.of(first, second), Store.Settings.STANDARD, InstantSource.system());
    }

    @Test
    void nothingThatHappensIsADifference() throws IOException {
        for (int life = 0; life < LIVES; life++) {
            random = new SplittableRandom(SEED + life);
            Path here = folder.resolve("life" + life);
            for (int run = 0; run < 2; run++) {
                try (Store store = open(here)) {
                    for (int step = 0; step < STEPS; step++) {
                        step(store, here);
                    }
                    verify(store, here);
                }
            }
        }
        assertTrue(compared > 100L * LIVES, () -> "messages compared: " + compared);
    }

    private void step(Store store, Path here) throws IOException {
        List<AccountId> served = store.accounts().all().stream()
                .filter(Ownership::serves)
                .map(Ownership::id)
                .toList();
        switch (served.isEmpty() ? 0 : random.nextInt(10)) {
            case 0 -> create(store);
            case 1, 2, 3 -> fill(store, one(served));
            case 4 -> move(store, one(served), here);
            case 5 -> archive(store, one(served), here);
            case 6 -> StoreFixture.forget(store.accounts().volume(one(served)).orElseThrow(), one(served));
            case 7 -> undelete(store, one(served));
            default -> backup(store, here);
        }
        if (random.nextInt(8) == 0) {
            verify(store, here);
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private AccountId create(Store store) throws IOException {
        String name = "user" + ++made;
        return Results.done(store.accounts()
                        .create(
                                new DirectoryId(name),
                                new AccountName(name, "example.net"),
                                1,
                                Optional.of(random.nextBoolean() ? "v1" : "v2")))
                .id();
    }

    private void fill(Store store, AccountId id) throws IOException {
        MoveWorld.fill(store.accounts().open(id).orElseThrow(), 1 + random.nextInt(25));
    }

    private void undelete(Store store, AccountId id) throws IOException {
        store.accounts().open(id).orElseThrow().undeletion().restore(Undeletion.Choice.ALL);
    }

    private void move(Store store, AccountId id, Path here) throws IOException {
        Volume to = store.volume(
                        store.accounts().volume(id).orElseThrow().name().equals("v1") ? "v2" : "v1")
                .orElseThrow();
        Results.done(store.accounts().move(id, to, new NodeName("store1"), random, _ -> {
            if (random.nextInt(3) == 0) {
                backup(to, here);
            }
        }));
    }

    private void archive(Store store, AccountId id, Path here) throws IOException {
        Account from = store.accounts().open(id).orElseThrow();
        byte[] archive = StoreFixture.archive(store, from, new TransferId(random.nextLong(), ++made));
        AccountId into = create(store);
        ArchiveRestore.run(
                new ByteArrayInputStream(archive), store.accounts().open(into).orElseThrow(), _ -> {
                    if (random.nextInt(20) == 0) {
                        backup(store.accounts().volume(into).orElseThrow(), here);
                    }
                });
    }

    private void backup(Store store, Path here) throws IOException {
        backup(store.volume(random.nextBoolean() ? "v1" : "v2").orElseThrow(), here);
    }

    private static void backup(Volume volume, Path here) throws IOException {
        Path into = here.resolve("b").resolve(volume.name());
        assertInstanceOf(
                VolumeBackup.Result.Made.class,
                VolumeBackup.run(volume, new VolumeBackup.Order(into, 3, 0, InstantSource.system(), _ -> {})));
    }

    /** All backups that there are. */
    private void verify(Store store, Path here) throws IOException {
        for (Volume volume : store.volumes()) {
            Path from = here.resolve("b").resolve(volume.name());
            for (String name : new Backups(new FolderShelf(from)).names()) {
                var order = new BackupVerification.Order(from, Optional.of(name), new Scope.Everything(), _ -> {});
                var files = assertInstanceOf(Result.Files.class, BackupVerification.run(order, volume));
                assertEquals(List.of(), files.differences().first(), () -> "seed " + SEED + " in " + here);
                assertEquals("", files.compared().leftOut());
                compared += files.compared().there();
            }
        }
    }
}
