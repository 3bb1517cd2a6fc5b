package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.store.backup.BackupFile;

/** First backups of a volume on real files that are broken off, and the ones after them. */
final class ResumedBackupTest {
    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");

    /** Segments of the volume but for the last two, which each opening of it touches. */
    private static final int SETTLED = 4;

    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private AccountId alice;

    @BeforeEach
    void fill() throws IOException {
        fixture = new StoreFixture(folder);
        try (Store store = fixture.open()) {
            alice = fixture.create(store, "alice");
            StoreFixture.append(store.accounts().open(alice).orElseThrow(), Folder.INBOX, "alice's");
        }
        fixture.sealSegments(SETTLED + 1);
    }

    private static final class Stopped extends IOException {
        private static final long serialVersionUID = 1;
    }

    private Path backups() {
        return folder.resolve("backups/v1");
    }

    private VolumeBackup.Result.Made backup(VolumeProgress.Listener listener) throws IOException {
        var order = new VolumeBackup.Order(backups(), 0, 0, () -> NOW, listener);
        return assertInstanceOf(VolumeBackup.Result.Made.class, VolumeBackup.run(fixture.spec(), order));
    }

    /** One that ends behind so many segments or files of the index. */
    private void breakOff(long behind) {
        assertThrows(
                Stopped.class,
                () -> backup(progress -> {
                    if (progress.done() == behind) {
                        throw new Stopped();
                    }
                }));
    }

    /** The segments in a folder of the backups, and which file each is. */
    private Map<String, Object> segments(String name) throws IOException {
        Map<String, Object> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(backups().resolve(name).resolve("journal"))) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(".segment")).toList()) {
                files.put(file.getFileName().toString(), Files.getAttribute(file, "unix:ino"));
            }
        }
        return files;
    }

    private static long octets(VolumeBackup.Result.Made made, Collection<String> segments) {
        return made.manifest().files().stream()
                .filter(file ->
                        segments.stream().anyMatch(segment -> file.name().equals("journal/" + segment)))
                .mapToLong(BackupFile::octets)
                .sum();
    }

    /** All that is in the backup, and nothing else, is as it was; the volume that is made of it has alice's mail. */
    private void restores(VolumeBackup.Result.Made made) throws IOException {
        try (Stream<Path> all = Files.walk(backups().resolve(made.name()))) {
            assertEquals(
                    made.manifest().files().size() + 1,
                    all.filter(Files::isRegularFile).count());
        }
        var verified = assertInstanceOf(
                BackupVerification.Result.Files.class, verify(new BackupVerification.Scope.Everything()));
        assertEquals(List.of(), verified.differences().first());
        var account = assertInstanceOf(
                BackupVerification.Result.OneAccount.class, verify(new BackupVerification.Scope.OneAccount(alice)));
        assertEquals(1, account.compared().messages());
        assertEquals(List.of(), account.differences().first());
        ClosedVolume.delete(fixture.spec().folder());
        assertInstanceOf(VolumeRestore.Result.Restored.class, restore());
        var checked = assertInstanceOf(VolumeCheck.Result.Checked.class, VolumeCheck.run(fixture.spec(), _ -> {}));
        assertTrue(checked.report().sound(), checked.report().findings()::toString);
    }

    private BackupVerification.Result verify(BackupVerification.Scope scope) throws IOException {
        return BackupVerification.run(
                new BackupVerification.Order(backups(), Optional.empty(), scope, _ -> {}), fixture.spec());
    }

    private VolumeRestore.Result restore() throws IOException {
        return VolumeRestore.run(
                fixture.spec(),
                new VolumeRestore.Order(backups(), Optional.empty(), false, true, () -> NOW.plusSeconds(60), _ -> {}));
    }

    @Test
    void segmentsThatWereCopiedStayTheSameFiles() throws IOException {
        for (int behind = 1; behind <= SETTLED; behind++) {
            breakOff(behind);
            Map<String, Object> left = segments("unfinished");
            assertEquals(behind, left.size());
            breakOff(behind);
            assertEquals(left, segments("unfinished"));
        }
        Map<String, Object> left = segments("unfinished");
        VolumeBackup.Result.Made made = backup(_ -> {});
        Map<String, Object> all = segments(made.name());
        assertTrue(all.entrySet().containsAll(left.entrySet()), left + " in " + all);
        assertEquals(octets(made, left.keySet()), made.resumed());
        assertEquals(made.manifest().octets(), made.resumed() + made.copied(), made::toString);
        restores(made);
        assertEquals(List.of(made.name()), names());
    }

    /** What there is in the folder of the backups that could be one. */
    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(backups())) {
            return all.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void aFileThatIsHalfOrSpoiltIsCopiedAnew() throws IOException {
        breakOff(SETTLED);
        Map<String, Object> left = segments("unfinished");
        List<String> names = List.copyOf(left.keySet());
        try (RandomAccessFile half = open(names.getFirst());
                RandomAccessFile spoilt = open(names.get(1))) {
            half.setLength(half.length() / 2);
            spoilt.seek(spoilt.length() / 2);
            int octet = spoilt.read();
            spoilt.seek(spoilt.length() / 2);
            spoilt.write(octet ^ 1);
        }
        VolumeBackup.Result.Made made = backup(_ -> {});
        assertEquals(octets(made, names.subList(2, SETTLED)), made.resumed());
        assertEquals(left.get(names.get(2)), segments(made.name()).get(names.get(2)));
        restores(made);
    }

    private RandomAccessFile open(String segment) throws IOException {
        return new RandomAccessFile(
                backups().resolve("unfinished/journal").resolve(segment).toFile(), "rw");
    }

    /** A file that no list names may be anything: here each is whole, but who should know. */
    @Test
    void withoutItsListNothingIsTakenOver() throws IOException {
        breakOff(SETTLED);
        Files.delete(backups().resolve("copied"));
        VolumeBackup.Result.Made made = backup(_ -> {});
        assertEquals(0, made.resumed());
        restores(made);
    }

    @Test
    void whatTheCleanerHasReplacedSinceIsNotTakenOver() throws IOException {
        breakOff(SETTLED);
        fixture.thinSegments();
        assertInstanceOf(VolumeCompact.Result.Compacted.class, VolumeCompact.run(fixture.spec(), () -> NOW, _ -> {}));
        restores(backup(_ -> {}));
    }

    /** As when the volume does not have a segment any more that was copied. */
    @Test
    void whatIsNotWantedAnyMoreGoes() throws IOException {
        breakOff(SETTLED);
        Path list = backups().resolve("copied");
        String line = Files.readAllLines(list).getLast();
        String gone = line.substring(line.indexOf('/') + 1);
        Path journal = backups().resolve("unfinished/journal");
        Files.copy(journal.resolve(gone), journal.resolve("7" + gone.substring(1)));
        Files.writeString(list, Files.readString(list) + line.replace(gone, "7" + gone.substring(1)) + "\n");
        restores(backup(_ -> {}));
    }

    @Test
    void itIsNoBackup() throws IOException {
        breakOff(SETTLED);
        assertInstanceOf(BackupVerification.Result.NoBackup.class, verify(new BackupVerification.Scope.Everything()));
        assertInstanceOf(VolumeRestore.Result.NoBackup.class, restore());
    }
}
