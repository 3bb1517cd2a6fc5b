package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;

/** What a scrub of a volume that serves finds. */
class ScrubTest {
    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private AccountId alice;

    @BeforeEach
    void fill() throws IOException {
        fixture = new StoreFixture(folder);
        try (Store store = fixture.open()) {
            alice = fixture.create(store, "alice");
            Account account = store.accounts().open(alice).orElseThrow();
            Appended first = StoreFixture.append(account, Folder.INBOX, "alice's mail");
            Results.done(account.flag(Folder.INBOX, List.of(StoreFixture.ref(first)), new FlagChange.Add(Flags.SEEN)));
        }
        fixture.sealSegments(3);
    }

    private static Scrub.Pass pass(Volume volume, long begin) throws IOException {
        VolumeCore core = volume.core();
        return new Scrub(core.journal().segments(), core.index(), core.table(), Pace.FULL).pass(_ -> begin);
    }

    @Test
    void aSoundVolumeHasNoFindings() throws IOException {
        try (Store store = fixture.open()) {
            Volume volume = store.volume("v1").orElseThrow();
            for (int begin = 0; begin < 2; begin++) {
                Scrub.Pass pass = pass(volume, begin);
                assertEquals(List.of(), pass.findings());
                assertEquals(2, pass.segments());
                assertTrue(pass.octets() > 2_000_000);
            }
        }
    }

    @Test
    void aDamagedBodyIsItsAccounts() throws IOException {
        Path segment = fixture.segments().getFirst();
        int at = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1).indexOf("alice's mail");
        try (Store store = fixture.open();
                RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(at);
            file.write('#');
            Scrub.Pass pass = pass(store.volume("v1").orElseThrow(), 0);
            assertEquals(1, pass.found());
            assertEquals(List.of(alice), pass.findings().getFirst().accounts());
        }
    }

    @Test
    void whatTheIndexHasLostOrChangedIsFound() throws IOException {
        try (Store store = fixture.open()) {
            Volume volume = store.volume("v1").orElseThrow();
            Table table = volume.core().table();
            byte[] item = Keys.item(alice.value(), 1);
            byte[] entry = table.get(Family.ACCOUNTS, item).orElseThrow();
            byte[] other = entry.clone();
            other[other.length - 1]++;
            for (Optional<byte[]> wrong : List.of(Optional.of(other), Optional.<byte[]>empty())) {
                Batch batch = new Batch(table);
                wrong.ifPresentOrElse(
                        value -> batch.put(Family.ACCOUNTS, item, value), () -> batch.delete(Family.ACCOUNTS, item));
                table.write(batch);
                volume.core().index().flush();
                Scrub.Pass pass = pass(volume, 0);
                assertTrue(pass.found() > 0);
                assertEquals(
                        VolumeFinding.Kind.INDEX, pass.findings().getFirst().kind());
                assertEquals(List.of(alice), pass.findings().getFirst().accounts());
            }
        }
    }

    @Test
    void goesOnByItselfAndTellsWhatItFound() throws Exception {
        try (Store store = fixture.open()) {
            VolumeCore core = store.volume("v1").orElseThrow().core();
            ScrubThread.Rests none = new ScrubThread.Rests(Duration.ZERO, Duration.ofDays(1));
            try (ScrubThread thread = new ScrubThread(
                            "v1", core, 1L << 40, none, InstantSource.system(), new SplittableRandom(1))
                    .start()) {
                while (thread.last().isEmpty()) {
                    Thread.onSpinWait();
                }
                assertEquals(0, thread.last().orElseThrow().found());
            }
            assertEquals(Optional.empty(), store.volume("v1").orElseThrow().scrubbed());
        }
    }

    @Test
    void stopsAtOnceHoweverSlow() throws IOException {
        RestingPace slow = new RestingPace(1);
        slow.stop();
        assertThrows(Pace.Stopped.class, () -> slow.spend(1 << 20));
    }
}
