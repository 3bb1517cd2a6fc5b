package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.TransferId;

/** What checking and rebuilding say of volumes that are sound, in use, damaged or not there. */
class VolumeCheckTest {
    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private AccountId alice;
    private AccountId bob;

    @BeforeEach
    void fill() throws IOException {
        fixture = new StoreFixture(folder);
        try (Store store = fixture.open()) {
            alice = fixture.create(store, "alice");
            bob = fixture.create(store, "bob");
            for (int i = 0; i < 5; i++) {
                StoreFixture.append(store.accounts().open(alice).orElseThrow(), Folder.INBOX, "alice's " + i);
            }
            StoreFixture.append(store.accounts().open(bob).orElseThrow(), Folder.INBOX, "mail of bob");
        }
    }

    private VolumeReport check() throws IOException {
        VolumeCheck.Result result = VolumeCheck.run(fixture.spec(), _ -> {});
        return assertInstanceOf(VolumeCheck.Result.Checked.class, result).report();
    }

    private VolumeRebuild.Result.Rebuilt rebuild() throws IOException {
        return assertInstanceOf(VolumeRebuild.Result.Rebuilt.class, VolumeRebuild.run(fixture.spec(), _ -> {}));
    }

    private static Set<VolumeFinding.Kind> kinds(VolumeReport report) {
        return report.findings().stream().map(VolumeFinding::kind).collect(Collectors.toSet());
    }

    @Test
    void aSoundVolumeHasNoFindings() throws IOException {
        VolumeReport report = check();
        assertEquals(List.of(), report.findings());
        assertTrue(report.sound());
        assertEquals(2, report.accounts());
        assertEquals(6, report.messages());
        assertEquals(0, report.waiting());
        assertFalse(Files.exists(folder.resolve("v1/check")));
    }

    @Test
    void whatIsKeptForOthersIsCounted() throws IOException {
        TransferId transfer = new TransferId(1, 1);
        List<KeptEnvelope> envelopes = Stream.of("carol", "dave")
                .map(name -> new KeptEnvelope("you@example.org", name, "store2", name, "unreachable", Map.of()))
                .toList();
        try (Store store = fixture.open()) {
            Volume volume = store.volume("v1").orElseThrow();
            try (ReceivedBody body = StoreFixture.body(volume.upload(alice), "for others")) {
                Results.done(volume.queue().hold(transfer, body, volume.tick()));
            }
        }
        assertEquals(0, check().waiting(), "a hold waits for nobody");
        try (Store store = fixture.open()) {
            Results.done(store.volume("v1").orElseThrow().queue().keep(transfer, envelopes));
        }
        assertEquals(2, check().waiting());
        try (Store store = fixture.open()) {
            HandOnQueue queue = store.volume("v1").orElseThrow().queue();
            Results.done(queue.finish(queue.due(Instant.now().plusSeconds(3600), _ -> 1)
                    .getFirst()
                    .number()));
        }
        assertEquals(1, check().waiting());
    }

    @Test
    void aVolumeInUseIsLeftAlone() throws IOException {
        try (Store _ = fixture.open()) {
            assertInstanceOf(VolumeCheck.Result.InUse.class, VolumeCheck.run(fixture.spec(), _ -> {}));
            assertInstanceOf(VolumeRebuild.Result.InUse.class, VolumeRebuild.run(fixture.spec(), _ -> {}));
        }
    }

    @Test
    void aFolderWithoutVolumeIsNotMadeOne() throws IOException {
        VolumeSpec other = new VolumeSpec("v2", 2, folder.resolve("v2"), JournalSettings.STANDARD);
        assertInstanceOf(VolumeCheck.Result.NoVolume.class, VolumeCheck.run(other, _ -> {}));
        assertInstanceOf(VolumeRebuild.Result.NoVolume.class, VolumeRebuild.run(other, _ -> {}));
        assertFalse(Files.exists(other.folder()));
    }

    @Test
    void anIndexThatIsGoneIsFoundAndMadeAgain() throws IOException {
        fixture.deleteIndex();
        assertEquals(Set.of(VolumeFinding.Kind.INDEX), kinds(check()));
        assertTrue(rebuild().findings().isEmpty());
        assertTrue(check().sound());
        assertEquals(
                Set.of("incoming", "index", "journal", "lock", "volume"),
                Set.copyOf(Arrays.asList(folder.resolve("v1").toFile().list())));
    }

    @Test
    void aWrongIndexEntryIsTheAccountsAndHealed() throws IOException {
        changeIndex(batch -> {
            batch.delete(Family.ACCOUNTS, Keys.item(alice.value(), 2));
            batch.put(Family.ACCOUNTS, Keys.owned(bob.value()), new byte[] {1, 2, 3});
        });
        VolumeReport report = check();
        assertEquals(Set.of(VolumeFinding.Kind.INDEX), kinds(report));
        assertEquals(Set.of(alice, bob), report.byAccount().keySet());
        try (Store store = fixture.openWhatOpens()) {
            assertTrue(store.failures().getOrDefault("v1", "").contains("damaged entry in the index"));
        }
        rebuild();
        assertTrue(check().sound());
        try (Store store = fixture.open()) {
            assertTrue(store.accounts().open(bob).isPresent());
        }
    }

    @Test
    void aDamagedBodyIsItsAccounts() throws IOException {
        damage("mail of bob");
        VolumeReport report = check();
        assertEquals(Set.of(VolumeFinding.Kind.JOURNAL, VolumeFinding.Kind.BODY), kinds(report));
        assertEquals(Set.of(bob), report.byAccount().keySet());
    }

    /** A bad sector in the footer of a segment says nothing of the mail in it. */
    @Test
    void withoutAFooterASegmentIsFoundAndReadAllTheSame() throws IOException {
        fixture.sealSegment();
        fixture.sealSegment();
        Path segment = fixture.segments().getFirst();
        change(segment, Files.size(segment) - 1);
        VolumeReport report = check();
        assertEquals(
                List.of(segment.getFileName() + " has no sound footer"),
                report.findings().stream().map(VolumeFinding::what).toList());
        assertTrue(rebuild().findings().isEmpty());
        assertEquals(report, check());
        assertTrue(report.messages() > 6);
    }

    @Test
    void aLostSegmentIsAFindingOfCheckAndRebuild() throws IOException {
        fixture.sealSegment();
        fixture.sealSegment();
        List<Path> segments = fixture.segments();
        Files.delete(segments.get(1));
        String lost = segments.get(1).getFileName() + ": entries ";
        assertTrue(
                check().findings().stream().anyMatch(finding -> finding.what().startsWith(lost)));
        List<VolumeFinding> findings = rebuild().findings();
        assertEquals(1, findings.size(), findings::toString);
        assertTrue(findings.getFirst().what().startsWith(lost), findings::toString);
    }

    private void changeIndex(Consumer<Batch> change) throws IOException {
        try (Table table = RocksTable.open(folder.resolve("v1/index"))) {
            Batch batch = new Batch(table);
            change.accept(batch);
            table.write(batch);
            table.flush();
        }
    }

    /** Changes an octet of the text where the journal has it. The last group would be taken for a torn end, so another is put behind it. */
    private void damage(String text) throws IOException {
        try (Store store = fixture.open()) {
            StoreFixture.append(store.accounts().open(alice).orElseThrow(), Folder.INBOX, "the last");
        }
        fixture.sealSegment();
        Path segment = fixture.segments().getFirst();
        int at = new String(Files.readAllBytes(segment), java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
        assertTrue(at > 0);
        change(segment, at);
    }

    private static void change(Path segment, long at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(at);
            file.write('#');
        }
    }
}
