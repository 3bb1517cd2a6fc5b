package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.store.backup.BackupFile;
import waypost.store.backup.BackupManifest;
import waypost.store.backup.Backups;

/** Backups of accounts that live on, whose segments are cleaned and whose process ends at any time, on a place that fills up or loses its power. */
final class BackupCrashTest {
    private static final int CRASHES = Integer.getInteger("waypost.crashes", 15);
    private static final long SEED = Long.getLong("waypost.seed", 20_261_129);
    private static final int LIVES = 3;
    private static final long ROOMY = 1 << 30;
    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");

    @TempDir
    private Path folder;

    private int copies;
    private long resumed;

    private VolumeBackup.Result.Made backup(VolumeWorld world, ForgetfulShelf shelf, int keep) throws IOException {
        VolumeSpec spec = new VolumeSpec("v1", 1, folder.resolve("v1"), JournalSettings.STANDARD);
        return new VolumeBackup(
                        spec,
                        world.volume().core().journal(),
                        world.volume().core().index(),
                        () -> new VolumeLabel(1, 1, new UUID(1, 2)),
                        new VolumeBackup.Order(folder, keep, 0, () -> NOW, _ -> {}),
                        shelf)
                .make();
    }

    /** What a volume has that is opened on the files of a backup. Each is compared with its checksum on the way. */
    private Set<Fact> facts(VolumeWorld world, ForgetfulShelf shelf, String name) throws IOException {
        Backups backups = new Backups(shelf);
        ForgetfulDisk journal = new ForgetfulDisk(1, ROOMY);
        Path index = folder.resolve("index" + copies++);
        Files.createDirectory(index);
        BackupManifest manifest = backups.manifest(name);
        assertEquals(
                manifest.files().stream().map(BackupFile::name).sorted().toList(),
                Stream.concat(files(shelf, name, "index"), files(shelf, name, "journal"))
                        .toList());
        for (BackupFile file : manifest.files()) {
            try (InputStream in = backups.open(name, file)) {
                byte[] octets = in.readAllBytes();
                if (file.name().startsWith("index/")) {
                    Files.write(index.resolve(file.name().substring("index/".length())), octets);
                } else {
                    journal.create(file.name().substring("journal/".length())).write(ByteBuffer.wrap(octets), 0);
                }
            }
        }
        MemoryTable table = new MemoryTable();
        table.restore(index);
        return world.facts(journal, table);
    }

    private static Stream<String> files(ForgetfulShelf shelf, String name, String part) throws IOException {
        return shelf.list(name + "/" + part).stream().map(file -> part + "/" + file);
    }

    @Test
    void eachBackupStaysWhatWasThereWhenItWasMade() {
        int backups = 0;
        long cleaned = 0;
        for (int i = 0; i < Math.max(1, CRASHES / LIVES); i++) {
            long seed = SEED + i;
            try {
                VolumeWorld world = new VolumeWorld(new SplittableRandom(seed), ROOMY, VolumeWorld.Uploads.IN_MEMORY);
                backups += lives(world, new SplittableRandom(seed));
                cleaned += world.cleaned();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("-Dwaypost.crashes=" + LIVES + " -Dwaypost.seed=" + seed, e);
            }
        }
        System.out.println("figures: backup, " + CRASHES + " lives, " + backups + " backups, " + cleaned
                + " segments replaced, " + resumed + " octets taken over from backups that were broken off");
        assertTrue(backups > CRASHES && cleaned > 0, backups + " backups, " + cleaned + " segments replaced");
        assertTrue(resumed > 0, "no backup went on with one that was broken off");
    }

    private int lives(VolumeWorld world, SplittableRandom random) throws IOException {
        ForgetfulShelf shelf = new ForgetfulShelf(random);
        VolumeLife sessions = new VolumeLife(world);
        Map<String, Set<Fact>> made = new HashMap<>();
        for (int life = 0; life < LIVES; life++) {
            if (random.nextBoolean()) {
                world.disk(VolumeWorld.Part.JOURNAL).failAt(1 + random.nextInt(400), VolumeWorld.fault(random));
            }
            for (int step = 0; step < 40 && !world.over(); step++) {
                sessions.step();
                if (random.nextInt(5) == 0 && !world.over()) {
                    world.compresses(random.nextBoolean());
                    world.clean();
                }
                if (random.nextInt(12) == 0 && !world.over()) {
                    attempt(world, shelf, random, made);
                }
            }
            world.reopen();
            if (random.nextBoolean()) {
                shelf.crash();
            }
            for (String name : new Backups(shelf).names()) {
                assertEquals(made.get(name), facts(world, shelf, name), name);
            }
        }
        return made.size();
    }

    private void attempt(VolumeWorld world, ForgetfulShelf shelf, SplittableRandom random, Map<String, Set<Fact>> made)
            throws IOException {
        List<String> before = new Backups(shelf).names();
        if (random.nextInt(3) == 0) {
            shelf.failAt(1 + random.nextInt(60), false);
        }
        try {
            resumed += backup(world, shelf, 3).resumed();
        } catch (IOException failure) {
            assertTrue(shelf.failed() || world.disk(VolumeWorld.Part.JOURNAL).failed(), failure.toString());
        }
        shelf.works();
        for (String name : new Backups(shelf).names()) {
            if (!before.contains(name)) {
                made.put(name, world.told());
            }
        }
    }

    /** The same backup each time, and one call of its place after the other fails: what was whole before stays, what is not never counts. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachFailureAtEachCallLeavesWholeBackupsOnly(boolean powerGoes) throws IOException {
        VolumeWorld world = new VolumeWorld(new SplittableRandom(SEED), ROOMY, VolumeWorld.Uploads.IN_MEMORY);
        VolumeLife sessions = new VolumeLife(world);
        for (int step = 0; step < 60; step++) {
            sessions.step();
        }
        Set<Fact> told = world.told();
        boolean failed = true;
        int call = 0;
        while (failed) {
            ForgetfulShelf shelf = new ForgetfulShelf(new SplittableRandom(SEED + call));
            String first = backup(world, shelf, 0).name();
            shelf.failAt(++call, powerGoes);
            try {
                backup(world, shelf, 2);
            } catch (IOException failure) {
                assertTrue(shelf.failed(), failure.toString());
            }
            failed = shelf.failed();
            shelf.crash();
            List<String> names = new Backups(shelf).names();
            assertEquals(first, names.getFirst());
            for (String name : names) {
                assertEquals(told, facts(world, shelf, name), "call " + call);
            }
            String next = backup(world, shelf, 1).name();
            assertEquals(List.of(next), new Backups(shelf).names());
            assertEquals(told, facts(world, shelf, next), "call " + call);
        }
        assertTrue(call > 20, "a backup has more calls than " + call);
    }

    /** A first backup is broken off at one call after the other: the next copies what was not there whole, and nothing else again. */
    @Test
    void whatWasCopiedWholeIsNotCopiedAgain() throws IOException {
        VolumeWorld world = new VolumeWorld(new SplittableRandom(SEED), ROOMY, VolumeWorld.Uploads.IN_MEMORY);
        VolumeLife sessions = new VolumeLife(world);
        for (int step = 0; step < 240; step++) {
            sessions.step();
        }
        Set<Fact> told = world.told();
        long most = 0;
        boolean failed = true;
        for (int call = 1; failed; call++) {
            ForgetfulShelf shelf = new ForgetfulShelf(new SplittableRandom(SEED));
            shelf.failAt(call, false);
            try {
                backup(world, shelf, 0);
            } catch (IOException failure) {
                assertTrue(shelf.failed(), failure.toString());
            }
            failed = shelf.failed();
            shelf.works();
            List<String> whole = allButTheLast(shelf.created());
            String name = backup(world, shelf, 1).name();
            List<String> again = shelf.created();
            assertEquals(List.of(), whole.stream().filter(again::contains).toList(), "call " + call);
            assertEquals(told, facts(world, shelf, name), "call " + call);
            most = Math.max(most, whole.size());
        }
        assertTrue(most > 3, "no more than " + most + " files were whole");
    }

    /** The files of the journal that were copied before the last file was begun. */
    private static List<String> allButTheLast(List<String> created) {
        List<String> files =
                created.stream().filter(name -> name.startsWith("unfinished/")).toList();
        return files.stream()
                .limit(Math.max(0, files.size() - 1))
                .filter(name -> name.startsWith("unfinished/journal/"))
                .toList();
    }
}
