package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.store.backup.BackupFile;
import waypost.store.backup.DamagedBackup;

/** Backups of a volume on real files, made while it serves and while it does not, read, damaged and restored. */
class VolumeBackupTest {
    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");

    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private AccountId alice;
    private Instant now = NOW;

    @BeforeEach
    void fill() throws IOException {
        fixture = new StoreFixture(folder);
        try (Store store = fixture.open()) {
            alice = fixture.create(store, "alice");
            Account account = store.accounts().open(alice).orElseThrow();
            for (int i = 0; i < 5; i++) {
                StoreFixture.append(account, Folder.INBOX, "alice's " + i);
            }
        }
        fixture.sealSegments(3);
    }

    private Path backups() {
        return folder.resolve("backups/v1");
    }

    private VolumeBackup.Order order(int keep) {
        return new VolumeBackup.Order(backups(), keep, 0, () -> now, _ -> {});
    }

    private VolumeBackup.Result.Made backup() throws IOException {
        return assertInstanceOf(VolumeBackup.Result.Made.class, VolumeBackup.run(fixture.spec(), order(0)));
    }

    private VolumeRestore.Result restore(Optional<String> name, boolean damage) throws IOException {
        return VolumeRestore.run(
                fixture.spec(),
                new VolumeRestore.Order(backups(), name, damage, true, () -> now.plusSeconds(60), _ -> {}));
    }

    private BackupVerification.Result verify(BackupVerification.Scope scope) throws IOException {
        return BackupVerification.run(
                new BackupVerification.Order(backups(), Optional.empty(), scope, _ -> {}), fixture.spec());
    }

    private void loseVolume() throws IOException {
        ClosedVolume.delete(fixture.spec().folder());
    }

    private VolumeReport check() throws IOException {
        return assertInstanceOf(VolumeCheck.Result.Checked.class, VolumeCheck.run(fixture.spec(), _ -> {}))
                .report();
    }

    private List<String> texts() throws IOException {
        try (Store store = fixture.open()) {
            return texts(store);
        }
    }

    private List<String> texts(Store store) throws IOException {
        Account account = store.accounts().open(alice).orElseThrow();
        try (OpenFolder inbox = account.open(Folder.INBOX, _ -> {}).orElseThrow()) {
            FolderSnapshot snapshot = inbox.snapshot();
            return Stream.iterate(0, i -> i < snapshot.size(), i -> i + 1)
                    .map(i -> snapshot.uid(i) + " " + text(account, snapshot.itemNo(i)))
                    .toList();
        }
    }

    private static String text(Account account, long itemNo) {
        try {
            return Facts.text(account.message(itemNo).orElseThrow().octets());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aVolumeComesBackWhole() throws IOException {
        List<String> before = texts();
        VolumeBackup.Result.Made made = backup();
        assertEquals("20261129T030000Z", made.name());
        loseVolume();
        var restored = assertInstanceOf(VolumeRestore.Result.Restored.class, restore(Optional.empty(), false));
        assertEquals(List.of(), restored.damaged());
        assertEquals(before, texts());
        assertTrue(check().sound(), check().findings()::toString);
        assertEquals(made.manifest().volume().id(), label().id());
    }

    private VolumeLabel label() throws IOException {
        return VolumeLabel.read(FileDisk.at(fixture.spec().folder()));
    }

    @Test
    void whatHasNotChangedIsTheSameFile() throws IOException {
        backup();
        try (Store store = fixture.open()) {
            StoreFixture.append(store.accounts().open(alice).orElseThrow(), Folder.INBOX, "one more");
        }
        now = now.plus(Duration.ofDays(1));
        VolumeBackup.Result.Made second = backup();
        List<BackupFile> segments = second.manifest().files().stream()
                .filter(file -> file.name().endsWith(".segment"))
                .toList();
        assertEquals(4, segments.size());
        for (BackupFile segment : segments.subList(0, 2)) {
            assertEquals(key("20261129T030000Z", segment), key(second.name(), segment), segment.name());
        }
        assertTrue(second.copied() < second.manifest().octets() / 2, second::toString);
        loseVolume();
        restore(Optional.empty(), false);
        assertTrue(texts().getLast().endsWith("one more"), texts()::toString);
    }

    private Object key(String name, BackupFile file) throws IOException {
        return Files.getAttribute(backups().resolve(name).resolve(file.name()), "unix:ino");
    }

    @Test
    void anyBackupCanGo() throws IOException {
        List<String> before = texts();
        for (int i = 0; i < 3; i++) {
            backup();
        }
        var last = assertInstanceOf(VolumeBackup.Result.Made.class, VolumeBackup.run(fixture.spec(), order(1)));
        assertEquals(List.of("20261129T030000Z", "20261129T030001Z", "20261129T030002Z"), last.deleted());
        loseVolume();
        restore(Optional.of(last.name()), false);
        assertEquals(before, texts());
    }

    /** The cleaner replaces nothing while files are copied; afterwards a segment that it has replaced is copied again. */
    @Test
    void aVolumeIsBackedUpWhileItServes() throws IOException {
        List<String> before;
        try (Store store = fixture.open()) {
            Volume volume = store.volume("v1").orElseThrow();
            Account account = store.accounts().open(alice).orElseThrow();
            var order = new VolumeBackup.Order(backups(), 0, 0, () -> now, progress -> {
                assertTrue(volume.core().journal().segments().isStill());
                append(account, "while copied " + progress.done());
            });
            VolumeBackup.Result.Made made =
                    assertInstanceOf(VolumeBackup.Result.Made.class, VolumeBackup.run(volume, order));
            assertFalse(volume.core().journal().segments().isStill());
            assertTrue(made.manifest().through() < volume.core().journal().appliedThrough());
            before = texts(store).subList(0, 5);
        }
        loseVolume();
        restore(Optional.empty(), false);
        assertEquals(before, texts());
    }

    private static void append(Account account, String text) {
        try {
            StoreFixture.append(account, Folder.INBOX, text);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aCleanedSegmentIsCopiedAgain() throws IOException {
        backup();
        fixture.thinSegments();
        assertInstanceOf(VolumeCompact.Result.Compacted.class, VolumeCompact.run(fixture.spec(), () -> now, _ -> {}));
        List<String> before = texts();
        backup();
        loseVolume();
        restore(Optional.empty(), false);
        assertEquals(before, texts());
        assertTrue(check().sound(), check().findings()::toString);
    }

    @Test
    void aVolumeThatIsThereIsNeverOverwritten() throws IOException {
        backup();
        assertInstanceOf(VolumeRestore.Result.Exists.class, restore(Optional.empty(), false));
        Files.delete(fixture.spec().folder().resolve(VolumeLabel.FILE));
        assertInstanceOf(VolumeRestore.Result.Exists.class, restore(Optional.empty(), false));
    }

    @Test
    void aRestoreThatWasBrokenOffBeginsAnewAndNobodyOpensItBefore() throws IOException {
        List<String> before = texts();
        backup();
        Files.writeString(fixture.spec().folder().resolve(VolumeRestore.RESTORING), "");
        try (Store store = fixture.openWhatOpens()) {
            assertTrue(store.failures().getOrDefault("v1", "").contains("run waypost store restore again"));
        }
        assertInstanceOf(VolumeRestore.Result.Restored.class, restore(Optional.empty(), false));
        assertEquals(before, texts());
    }

    @Test
    void damageIsFoundAndOnlyTakenWhenThatIsWanted() throws IOException {
        VolumeBackup.Result.Made made = backup();
        BackupFile segment = made.manifest().files().stream()
                .filter(file -> file.name().endsWith(".segment"))
                .findFirst()
                .orElseThrow();
        Path path = backups().resolve(made.name()).resolve(segment.name());
        byte[] octets = Files.readAllBytes(path);
        int at = new String(octets, StandardCharsets.ISO_8859_1).indexOf("alice's 3");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(at);
            file.write('#');
        }
        var files = assertInstanceOf(
                BackupVerification.Result.Files.class, verify(new BackupVerification.Scope.Everything()));
        String whose = "alice@example.net, INBOX, UID 4: its octets in the backup are damaged: ";
        List<String> told = files.differences().first();
        assertEquals(2, told.size(), told::toString);
        assertEquals(segment.name() + " has been changed", told.getFirst());
        assertTrue(told.getLast().startsWith(whose), told::toString);
        var account = assertInstanceOf(
                BackupVerification.Result.OneAccount.class, verify(new BackupVerification.Scope.OneAccount(alice)));
        assertEquals(5, account.compared().messages());
        assertEquals(told.subList(1, 2), account.differences().first());
        loseVolume();
        assertThrows(DamagedBackup.class, () -> restore(Optional.empty(), false));
        var restored = assertInstanceOf(VolumeRestore.Result.Restored.class, restore(Optional.empty(), true));
        assertEquals(List.of(segment.name()), restored.damaged());
        assertEquals(List.of(alice), List.copyOf(check().byAccount().keySet()));
    }

    @Test
    void anyAccountIsReadAsItWas() throws IOException {
        backup();
        for (int seed = 0; seed < 5; seed++) {
            var account = assertInstanceOf(
                    BackupVerification.Result.OneAccount.class,
                    verify(new BackupVerification.Scope.AnyAccount(new SplittableRandom(seed))));
            assertEquals(List.of(), account.differences().first());
            assertTrue(account.compared().messages() > 0);
        }
        assertInstanceOf(
                BackupVerification.Result.NoAccount.class,
                verify(new BackupVerification.Scope.OneAccount(new AccountId(1))));
    }

    @Test
    void aVolumeInUseOrMissingIsSaid() throws IOException {
        try (Store _ = fixture.open()) {
            assertInstanceOf(VolumeBackup.Result.InUse.class, VolumeBackup.run(fixture.spec(), order(0)));
        }
        FileDisk.at(backups());
        try (var _ = FileDisk.at(backups()).lock()) {
            assertInstanceOf(VolumeBackup.Result.Busy.class, VolumeBackup.run(fixture.spec(), order(0)));
        }
        assertInstanceOf(VolumeRestore.Result.NoBackup.class, restore(Optional.empty(), false));
        VolumeSpec other = new VolumeSpec("v2", 2, folder.resolve("v2"), JournalSettings.STANDARD);
        assertInstanceOf(VolumeBackup.Result.NoVolume.class, VolumeBackup.run(other, order(0)));
        backup();
        var wrong = VolumeRestore.run(
                other, new VolumeRestore.Order(backups(), Optional.empty(), false, true, () -> now, _ -> {}));
        assertEquals(new VolumeRestore.Result.OtherNumber(1), wrong);
    }

    /** Nothing that was given out since the backup is given out again, and what clients know counts as too old. */
    @Test
    void aRestoreMovesForward() throws IOException {
        backup();
        Appended later;
        AccountId carol;
        long modseq;
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(alice).orElseThrow();
            later = StoreFixture.append(account, Folder.INBOX, "after the backup");
            try (OpenFolder inbox = account.open(Folder.INBOX, _ -> {}).orElseThrow()) {
                modseq = inbox.snapshot().modseq();
            }
            carol = fixture.create(store, "carol");
        }
        loseVolume();
        restore(Optional.empty(), false);
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(alice).orElseThrow();
            assertEquals(Optional.of(new Vanished.TooOld()), account.vanished(Folder.INBOX, modseq, Long.MAX_VALUE));
            try (OpenFolder inbox = account.open(Folder.INBOX, _ -> {}).orElseThrow()) {
                FolderSnapshot snapshot = inbox.snapshot();
                for (int i = 0; i < snapshot.size(); i++) {
                    assertTrue(snapshot.modseq(i) > modseq, "a client would not fetch it again");
                }
                assertTrue(snapshot.modseq() > modseq);
            }
            Appended next = StoreFixture.append(account, Folder.INBOX, "after the restore");
            assertEquals(later.uidValidity(), next.uidValidity());
            assertTrue(next.uid() > later.uid() && next.itemNo() > later.itemNo());
            AccountId dave = fixture.create(store, "dave");
            assertTrue(dave.compareTo(carol) > 0, dave + " after " + carol);
        }
    }

    /** The second restore of a backup knows nothing of what was given out after the first but that there was one. */
    @Test
    void restoredTwiceItGivesOutOtherNumbersAgain() throws IOException {
        backup();
        loseVolume();
        restore(Optional.empty(), false);
        Appended first = append("after the first restore");
        loseVolume();
        restore(Optional.empty(), false);
        Appended second = append("after the second restore");
        assertEquals(first.uidValidity(), second.uidValidity());
        assertTrue(second.uid() > first.uid() && second.itemNo() > first.itemNo());
        backup();
        loseVolume();
        restore(Optional.empty(), false);
        Appended third = append("after the restore of a later backup");
        long jump = third.itemNo() - second.itemNo();
        assertTrue(jump > 0 && jump < 2 * (1L << 32), "the later backup knows of both: " + jump);
    }

    private Appended append(String text) throws IOException {
        try (Store store = fixture.open()) {
            return StoreFixture.append(store.accounts().open(alice).orElseThrow(), Folder.INBOX, text);
        }
    }

    /** Without other nodes having been heard nobody knows whether an account has moved away since. */
    @Test
    void aVolumeThatIsNotSettledServesNothing() throws IOException {
        backup();
        loseVolume();
        VolumeRestore.run(
                fixture.spec(), new VolumeRestore.Order(backups(), Optional.empty(), false, false, () -> now, _ -> {}));
        try (Store store = fixture.open()) {
            assertFalse(store.settled());
            assertTrue(store.accounts().open(alice).isEmpty());
            store.volume("v1").orElseThrow().settle(Set.of(alice));
            assertTrue(store.settled() && store.accounts().open(alice).isEmpty());
            store.volume("v1").orElseThrow().settle(Set.of());
            assertTrue(store.settled() && store.accounts().open(alice).isPresent());
        }
        try (Store store = fixture.open()) {
            assertTrue(store.settled());
        }
    }
}
