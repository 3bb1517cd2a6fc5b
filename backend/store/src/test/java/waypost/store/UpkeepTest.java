package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checking, cleaning and counting of a volume that is open and goes on. */
@Timeout(60)
class UpkeepTest {
    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private Store store;
    private Volume volume;
    private Account alice;
    private final List<MessageRef> messages = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        fixture = new StoreFixture(folder);
        store = fixture.open();
        volume = store.volume("v1").orElseThrow();
        alice = store.accounts().open(fixture.create(store, "alice")).orElseThrow();
        for (int i = 0; i < 20; i++) {
            messages.add(StoreFixture.ref(StoreFixture.append(alice, Folder.INBOX, i + " word".repeat(60_000))));
        }
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private VolumeReport check(VolumeProgress.Listener listener) throws IOException {
        return assertInstanceOf(VolumeCheck.Result.Checked.class, VolumeCheck.run(volume, listener))
                .report();
    }

    private static void sound(VolumeReport report) {
        assertEquals(List.of(), report.findings());
        assertEquals(1, report.accounts());
    }

    @Test
    void aSoundVolumeHasNoFindings() throws IOException {
        VolumeReport report = check(_ -> {});
        sound(report);
        assertEquals(20, report.messages());
        assertTrue(report.segments() > 2);
        try (var files = Files.list(folder.resolve("v1"))) {
            assertEquals(
                    List.of("incoming", "index", "journal", "lock", "volume"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** Mail comes and goes while it is read: what has come since is not looked at, and nothing of it is taken for damage. */
    @Test
    void aVolumeThatGrowsMeanwhileIsSound() throws IOException {
        AtomicBoolean ends = new AtomicBoolean();
        CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            try {
                for (; !ends.get() || count == 0; count++) {
                    Appended appended = StoreFixture.append(alice, Folder.INBOX, "x".repeat(20_000));
                    if (count % 2 == 0) {
                        Results.done(alice.expunge(Folder.INBOX, List.of(StoreFixture.ref(appended))));
                    }
                }
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
            return count;
        });
        try {
            for (int i = 0; i < 2; i++) {
                sound(check(_ -> {}));
            }
        } finally {
            ends.set(true);
        }
        assertTrue(writer.join() > 0);
    }

    @Test
    void aDamagedBodyIsFound() throws IOException {
        Path segment = fixture.segments().getFirst();
        byte[] octets = Files.readAllBytes(segment);
        octets[octets.length / 2] ^= 1;
        Files.write(segment, octets);
        assertFalse(check(_ -> {}).sound());
    }

    @Test
    void cleansWhatIsNeedlessAndLosesNothing() throws IOException {
        Results.done(alice.expunge(Folder.INBOX, messages.subList(1, 20)));
        StoreFixture.forget(volume, alice.id());
        VolumeStats before = VolumeStats.of(volume);
        assertEquals(1, before.messages());
        assertTrue(before.needless() > before.contents() / 2, before::toString);
        List<Long> spent = new ArrayList<>();
        VolumeCompact.Result.Compacted compacted =
                assertInstanceOf(VolumeCompact.Result.Compacted.class, VolumeCompact.run(volume, spent::add, _ -> {}));
        assertEquals(0, compacted.refused());
        assertTrue(compacted.segments() > 1 && compacted.after() < compacted.before() / 2, compacted::toString);
        assertFalse(spent.isEmpty());
        assertTrue(VolumeStats.of(volume).needless() < before.needless() / 10);
        sound(check(_ -> {}));
        String kept = Facts.text(
                alice.message(messages.getFirst().itemNo()).orElseThrow().octets());
        assertTrue(kept.startsWith("0 word"), kept::toString);
    }

    @Test
    void whoGoesAwayEndsIt() throws IOException {
        Results.done(alice.expunge(Folder.INBOX, messages.subList(1, 20)));
        StoreFixture.forget(volume, alice.id());
        assertThrows(
                Pace.Stopped.class,
                () -> VolumeCompact.run(
                        volume,
                        _ -> {
                            throw new Pace.Stopped();
                        },
                        _ -> {}));
        sound(check(_ -> {}));
    }

    @Test
    void oneWorkAtATime() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> {
            try {
                return volume.upkeep()
                        .alone(() -> {
                            begun.countDown();
                            await(end);
                            return true;
                        })
                        .isPresent();
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        });
        await(begun);
        assertInstanceOf(VolumeCheck.Result.InUse.class, VolumeCheck.run(volume, _ -> {}));
        assertInstanceOf(VolumeCompact.Result.InUse.class, VolumeCompact.run(volume, _ -> {}, _ -> {}));
        assertEquals(20, VolumeStats.of(volume).messages(), "that needs nothing for itself");
        end.countDown();
        assertTrue(first.join());
        sound(check(_ -> {}));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
