package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;

/** Cleaning and counting of a closed volume on real files. */
class VolumeCompactTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private AccountId alice;
    private final List<Appended> kept = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        fixture = new StoreFixture(folder);
        try (Store store = fixture.open()) {
            alice = fixture.create(store, "alice");
            Account account = store.accounts().open(alice).orElseThrow();
            List<MessageRef> gone = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Appended appended = StoreFixture.append(account, Folder.INBOX, i + " word".repeat(60_000));
                if (i % 5 == 0) {
                    kept.add(appended);
                } else {
                    gone.add(StoreFixture.ref(appended));
                }
            }
            Results.done(account.expunge(Folder.INBOX, gone));
            StoreFixture.forget(store.volume("v1").orElseThrow(), alice);
        }
    }

    private VolumeStats stats() throws IOException {
        return assertInstanceOf(VolumeStats.Result.Taken.class, VolumeStats.run(fixture.spec()))
                .stats();
    }

    private VolumeCompact.Result.Compacted compact(Instant now) throws IOException {
        return assertInstanceOf(
                VolumeCompact.Result.Compacted.class, VolumeCompact.run(fixture.spec(), () -> now, _ -> {}));
    }

    private void whole() throws IOException {
        VolumeCheck.Result result = VolumeCheck.run(fixture.spec(), _ -> {});
        VolumeReport report =
                assertInstanceOf(VolumeCheck.Result.Checked.class, result).report();
        assertEquals(List.of(), report.findings());
        assertEquals(kept.size(), report.messages());
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(alice).orElseThrow();
            for (Appended message : kept) {
                String text = Facts.text(
                        account.message(message.itemNo()).orElseThrow().octets());
                assertTrue(text.endsWith(" word word"), text);
            }
        }
    }

    @Test
    void givesBackWhatIsNeedlessAndLosesNothing() throws IOException {
        VolumeStats before = stats();
        assertTrue(before.needless() > before.contents() / 2, before::toString);
        VolumeCompact.Result.Compacted compacted = compact(NOW);
        assertEquals(0, compacted.refused());
        assertTrue(compacted.segments() > 1 && compacted.after() < compacted.before() / 2, compacted::toString);
        VolumeStats after = stats();
        assertEquals(1, after.accounts());
        assertEquals(kept.size(), after.messages());
        assertTrue(after.needless() < before.needless() / 10, after::toString);
        assertEquals(before.journal() - compacted.before() + compacted.after(), after.journal());
        assertEquals(0, after.compressed());
        assertInstanceOf(VolumeRebuild.Result.Rebuilt.class, VolumeRebuild.run(fixture.spec(), _ -> {}));
        whole();
        assertEquals(0, compact(NOW).segments());
    }

    @Test
    void compressesWhatIsOld() throws IOException {
        compact(NOW.plus(Duration.ofDays(8)));
        VolumeStats after = stats();
        assertTrue(after.compressed() > 0, after::toString);
        assertInstanceOf(VolumeRebuild.Result.Rebuilt.class, VolumeRebuild.run(fixture.spec(), _ -> {}));
        whole();
    }
}
