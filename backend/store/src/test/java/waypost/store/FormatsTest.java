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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.NodeName;
import waypost.store.SegmentHeader.Encoding;

/** A volume that an older release has made: before and after it is finalised. */
final class FormatsTest {
    private static final VolumeLabel RELEASE_OF_BEFORE = new VolumeLabel(1, 1, new UUID(0, 0));

    @TempDir
    private Path folder;

    private VolumeOfFormat1 volume;

    @BeforeEach
    void ofFormat1() throws IOException {
        volume = new VolumeOfFormat1(folder);
    }

    @Test
    void beforeNothingIsWrittenThatAnOlderReleaseCannotRead() throws IOException {
        volume.compact();
        assertEquals(EnumSet.of(Encoding.PLAIN, Encoding.ZSTD), volume.encodings());
        volume.whole();
        assertEquals(1, volume.format());
        assertEquals(1, VolumeLabel.open(volume.root(), RELEASE_OF_BEFORE).format());
        VolumeStats stats = assertInstanceOf(
                        VolumeStats.Result.Taken.class,
                        VolumeStats.run(volume.fixture().spec()))
                .stats();
        assertEquals(1, stats.format());
        assertFalse(stats.finalised());
    }

    @Test
    void afterItWhatIsThereStaysAndTheRestTakesLess() throws IOException {
        volume.compact();
        long plainly = Files.size(volume.fixture().segments().getFirst());
        byte[] there = Files.readAllBytes(volume.fixture().segments().getFirst());
        volume.finalise();
        assertEquals(
                new VolumeFinalise.Result.Finalised(2, 2),
                VolumeFinalise.run(volume.fixture().spec()));
        volume.fill();
        volume.compact();
        assertEquals(EnumSet.allOf(Encoding.class), volume.encodings());
        assertEquals(
                ByteArray.of(there),
                ByteArray.of(Files.readAllBytes(volume.fixture().segments().getFirst())));
        assertTrue(
                Files.size(volume.trained()) < plainly * 9 / 10, Files.size(volume.trained()) + ", before " + plainly);
        volume.whole();
        IOException refused = assertThrows(IOException.class, () -> VolumeLabel.open(volume.root(), RELEASE_OF_BEFORE));
        assertEquals(
                "The volume is of format 2, and this release reads none above 1: run the release of Waypost that wrote it,"
                        + " or a later one. Nothing was changed.",
                refused.getMessage());
        assertInstanceOf(
                VolumeRebuild.Result.Rebuilt.class,
                VolumeRebuild.run(volume.fixture().spec(), _ -> {}));
        volume.whole();
        moves();
    }

    /** The other volume is a new one. */
    private void moves() throws IOException {
        VolumeSpec other = new VolumeSpec(
                "v2", 2, folder.resolve("v2"), volume.fixture().spec().journal());
        List<VolumeSpec> both = List.of(volume.fixture().spec(), other);
        try (Store store = Store.open(both, Store.Settings.STANDARD, InstantSource.system())) {
            Volume to = store.volume("v2").orElseThrow();
            assertEquals(2, to.format());
            Results.done(store.accounts()
                    .move(volume.alice(), to, new NodeName("store1"), new SplittableRandom(1), _ -> {}));
            volume.all(store);
        }
    }

    /** Octets that a failed assertion does not print. */
    private record ByteArray(String octets) {
        static ByteArray of(byte[] octets) {
            return new ByteArray(new String(octets, StandardCharsets.ISO_8859_1));
        }

        @Override
        public String toString() {
            return octets.length() + " octets";
        }
    }

    @Test
    void aVolumeThatIsOpenIsFinalisedToo() throws IOException {
        try (Store store = volume.fixture().open()) {
            Volume open = store.volume("v1").orElseThrow();
            assertInstanceOf(
                    VolumeFinalise.Result.InUse.class,
                    VolumeFinalise.run(volume.fixture().spec()));
            assertEquals(new VolumeFinalise.Result.Finalised(1, 2), VolumeFinalise.run(open));
            assertEquals(2, volume.format());
            assertEquals(2, VolumeStats.of(open).format());
            assertEquals(new VolumeFinalise.Result.Finalised(2, 2), VolumeFinalise.run(open));
        }
        volume.compact();
        assertEquals(EnumSet.of(Encoding.PLAIN, Encoding.TRAINED), volume.encodings());
        volume.whole();
    }

    @Test
    void aSegmentWithADictionaryIsCleanedAgain() throws IOException {
        volume.finalise();
        volume.compact();
        String name = String.valueOf(volume.trained().getFileName());
        long before = Files.size(volume.trained());
        List<MessageRef> gone = new ArrayList<>();
        volume.texts().keySet().stream()
                .limit(60)
                .filter(message -> message.itemNo() % 2 == 0)
                .forEach(gone::add);
        volume.texts().keySet().removeAll(gone);
        try (Store store = volume.fixture().open()) {
            Results.done(store.accounts().open(volume.alice()).orElseThrow().expunge(Folder.INBOX, gone));
            StoreFixture.forget(store.volume("v1").orElseThrow(), volume.alice());
        }
        volume.compact();
        assertEquals(name, String.valueOf(volume.trained().getFileName()));
        assertTrue(Files.size(volume.trained()) < before, "nothing has gone");
        volume.whole();
    }

    /** It recurs, so it is in the dictionary of its segment; of what is left another one is made. */
    @Test
    void whatIsErasedIsInNoDictionary() throws IOException {
        volume.finalise();
        String secret = volume.letters(1200);
        Set<Long> items = new HashSet<>();
        try (Store store = volume.fixture().open()) {
            Account account = store.accounts().open(volume.alice()).orElseThrow();
            for (int i = 0; i < 8; i++) {
                items.add(StoreFixture.append(account, Folder.INBOX, volume.letters(80_000) + secret)
                        .itemNo());
            }
        }
        volume.fill();
        volume.compact();
        assertTrue(volume.learned(secret.substring(500, 600)), "nothing can be erased");
        StoreFixture late = new StoreFixture(folder, InstantSource.fixed(VolumeOfFormat1.LATE));
        try (Store store = late.open()) {
            Erasure.Result result =
                    Results.done(new Erasure(store.volume("v1").orElseThrow(), volume.alice()).erase(items));
            assertEquals(List.of(), result.left());
        }
        assertTrue(volume.encodings().contains(Encoding.TRAINED));
        assertFalse(volume.learned(secret.substring(500, 600)));
        volume.whole();
    }

    /** By a damaged dictionary all goes that refers to it; of nothing something else is read. */
    @Test
    void damageIsFoundAndNeverRead() throws IOException {
        volume.finalise();
        volume.compact();
        volume.whole();
        Path segment = volume.trained();
        try (Disk.DiskFile file = FileDisk.at(volume.fixture().spec().folder().resolve("journal"))
                .open(String.valueOf(segment.getFileName()))) {
            long[] offsets = Frames.Table.read(file, SegmentHeader.BYTES, "it").offsets();
            long[] spots = {offsets[0] + 9, offsets[1] + 9, offsets[offsets.length / 2] + 9, file.size() - 40};
            for (long spot : spots) {
                flip(segment, spot);
                assertFalse(volume.report().sound(), "at " + spot);
                try (Store store = volume.fixture().open()) {
                    assertTrue(VolumeOfFormat1.scrub(store).found() > 0, "at " + spot);
                }
                assertTrue(volume.lost() > 0, "at " + spot);
                flip(segment, spot);
            }
        }
        volume.whole();
        flip(segment, SegmentHeader.BYTES + 9);
        assertInstanceOf(
                VolumeRepair.Result.Repaired.class,
                VolumeRepair.run(volume.fixture().spec(), VolumeRepair.Mode.DO, InstantSource.system(), _ -> {}));
        assertEquals(Encoding.PLAIN, volume.header(segment).encoding());
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw")) {
            octets.seek(at);
            int was = octets.read();
            octets.seek(at);
            octets.write(~was);
        }
    }

    private VolumeBackup.Result.Made backup(String time) throws IOException {
        VolumeBackup.Order order =
                new VolumeBackup.Order(folder.resolve("backups"), 0, 0, () -> Instant.parse(time), _ -> {});
        return assertInstanceOf(
                VolumeBackup.Result.Made.class,
                VolumeBackup.run(volume.fixture().spec(), order));
    }

    private void restore(String backup) throws IOException {
        ClosedVolume.delete(volume.fixture().spec().folder());
        VolumeRestore.Order order = new VolumeRestore.Order(
                folder.resolve("backups"),
                Optional.of(backup),
                false,
                true,
                () -> Instant.parse("2026-12-01T03:00:00Z"),
                _ -> {});
        assertInstanceOf(
                VolumeRestore.Result.Restored.class,
                VolumeRestore.run(volume.fixture().spec(), order));
    }

    @Test
    void aBackupIsOfTheFormatOfItsVolumeThen() throws IOException {
        volume.compact();
        String before = backup("2026-11-29T03:00:00Z").name();
        volume.finalise();
        volume.fill();
        volume.compact();
        String after = backup("2026-11-30T03:00:00Z").name();
        assertEquals("waypost-backup 1", manifest(before));
        assertEquals("waypost-backup 2", manifest(after));
        BackupVerification.Order all = new BackupVerification.Order(
                folder.resolve("backups"), Optional.empty(), new BackupVerification.Scope.Everything(), _ -> {});
        BackupVerification.Result.Files verified = assertInstanceOf(
                BackupVerification.Result.Files.class,
                BackupVerification.run(all, volume.fixture().spec()));
        assertEquals(List.of(), verified.differences().first(), verified::toString);
        restore(after);
        assertEquals(2, volume.format());
        assertTrue(volume.encodings().contains(Encoding.TRAINED));
        volume.whole();
        restore(before);
        assertEquals(1, volume.format());
        assertFalse(volume.encodings().contains(Encoding.TRAINED));
        assertEquals(List.of(), volume.report().findings());
    }

    private String manifest(String backup) throws IOException {
        return Files.readAllLines(folder.resolve("backups").resolve(backup).resolve("manifest"))
                .getFirst();
    }

    @Test
    void nothingIsDoneToAVolumeOfANewerFormat() throws IOException {
        new VolumeLabel(3, 1, new UUID(1, 2)).write(volume.root());
        List<byte[]> before = new ArrayList<>();
        for (Path segment : volume.fixture().segments()) {
            before.add(Files.readAllBytes(segment));
        }
        String says = "The volume is of format 3, and this release reads none above 2: run the release of Waypost that"
                + " wrote it, or a later one. Nothing was changed.";
        assertEquals(says, refused(() -> VolumeCheck.run(volume.fixture().spec(), _ -> {})));
        assertEquals(says, refused(() -> VolumeCompact.run(volume.fixture().spec(), InstantSource.system(), _ -> {})));
        assertEquals(says, refused(() -> VolumeFinalise.run(volume.fixture().spec())));
        assertEquals(
                says,
                refused(() -> VolumeRepair.run(
                        volume.fixture().spec(), VolumeRepair.Mode.DO, InstantSource.system(), _ -> {})));
        try (Store store = volume.fixture().openWhatOpens()) {
            assertTrue(store.volume("v1").isEmpty());
        }
        assertEquals(3, volume.format());
        for (int i = 0; i < before.size(); i++) {
            assertEquals(
                    ByteArray.of(before.get(i)),
                    ByteArray.of(Files.readAllBytes(volume.fixture().segments().get(i))));
        }
    }

    private static String refused(Executable work) {
        return String.valueOf(assertThrows(IOException.class, work).getMessage());
    }
}
