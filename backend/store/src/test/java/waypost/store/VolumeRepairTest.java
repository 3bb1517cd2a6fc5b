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
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;

/** What is mended of volumes in which something is broken, and that a second time there is nothing to do. */
class VolumeRepairTest {
    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private AccountId alice;
    private AccountId bob;
    private Appended last;

    @BeforeEach
    void fill() throws IOException {
        fixture = new StoreFixture(folder);
        try (Store store = fixture.open()) {
            alice = fixture.create(store, "alice");
            bob = fixture.create(store, "bob");
            Account hers = store.accounts().open(alice).orElseThrow();
            StoreFixture.append(hers, Folder.INBOX, "alice's 0");
            StoreFixture.append(hers, Folder.INBOX, "alice's 1");
            last = StoreFixture.append(hers, Folder.INBOX, "alice's 2");
            StoreFixture.append(store.accounts().open(bob).orElseThrow(), Folder.INBOX, "mail of bob");
        }
    }

    private VolumeRepair.Result.Repaired repair(VolumeRepair.Mode mode) throws IOException {
        return assertInstanceOf(
                VolumeRepair.Result.Repaired.class,
                VolumeRepair.run(fixture.spec(), mode, InstantSource.system(), _ -> {}));
    }

    private static Set<VolumeFinding.Kind> kinds(VolumeReport report) {
        return report.findings().stream().map(VolumeFinding::kind).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Repairs, and sees that a second time nothing is done and the same is found. */
    private VolumeRepair.Result.Repaired repairedOnce() throws IOException {
        List<String> before = files();
        VolumeReport told = repair(VolumeRepair.Mode.TELL).before();
        assertEquals(before, files());
        VolumeRepair.Result.Repaired first = repair(VolumeRepair.Mode.DO);
        assertEquals(told, first.before());
        VolumeRepair.Result.Repaired again = repair(VolumeRepair.Mode.DO);
        assertEquals(new VolumeRepair.Deeds(0, false, 0), again.deeds());
        assertEquals(first.after(), again.after());
        return first;
    }

    private List<String> files() throws IOException {
        try (var files = Files.walk(fixture.spec().folder())) {
            return files.filter(file -> file.toString().contains("journal"))
                    .map(file -> file + " " + file.toFile().lastModified())
                    .sorted()
                    .toList();
        }
    }

    private static void change(Path file, long at) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            int old = open.read();
            open.seek(at);
            open.write(old ^ 0xFF);
        }
    }

    private static int find(Path file, String text) throws IOException {
        int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
        assertTrue(at > 0);
        return at;
    }

    @Test
    void aSoundVolumeIsLeftAlone() throws IOException {
        assertTrue(repairedOnce().before().sound());
    }

    @Test
    void anIndexIsMadeAgain() throws IOException {
        fixture.deleteIndex();
        VolumeRepair.Result.Repaired repaired = repairedOnce();
        assertEquals(new VolumeRepair.Deeds(0, true, 0), repaired.deeds());
        assertTrue(repaired.after().sound());
    }

    /** The message is lost and stays reported; all that was beside it is there, and the segment can be cleaned again. */
    @Test
    void aBodyThatIsLostIsTheOnlyLoss() throws IOException {
        fixture.sealSegments(2);
        change(fixture.segments().getFirst(), find(fixture.segments().getFirst(), "alice's 1"));
        VolumeRepair.Result.Repaired repaired = repairedOnce();
        assertEquals(EnumSet.of(VolumeFinding.Kind.JOURNAL, VolumeFinding.Kind.BODY), kinds(repaired.before()));
        assertEquals(1, repaired.deeds().segments());
        assertEquals(1, repaired.deeds().accounts());
        assertEquals(
                List.of(List.of(alice)),
                repaired.lost().stream().map(VolumeFinding::accounts).toList());
        assertEquals(EnumSet.of(VolumeFinding.Kind.BODY), kinds(repaired.after()));
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(alice).orElseThrow();
            try (OpenFolder inbox = account.open(Folder.INBOX, _ -> {}).orElseThrow()) {
                FolderSnapshot all = inbox.snapshot();
                assertEquals(3, all.size());
                assertTrue(text(account, all.itemNo(0)).endsWith("alice's 0"));
                assertThrows(CleanedRecord.class, () -> text(account, all.itemNo(1)));
                assertTrue(text(account, all.itemNo(2)).endsWith("alice's 2"));
            }
        }
    }

    private static String text(Account account, long itemNo) throws IOException {
        return Facts.text(account.message(itemNo).orElseThrow().octets());
    }

    /** Who knows what the lost entries had given out? The numbers of all accounts go forward. */
    @Test
    void lostEntriesTakeNoNumbersAlong() throws IOException {
        fixture.sealSegments(2);
        Path segment = fixture.segments().getFirst();
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(find(segment, "alice's 1") - 400);
            file.write(new byte[600]);
        }
        VolumeRepair.Result.Repaired repaired = repairedOnce();
        assertTrue(repaired.deeds().segments() == 1 && repaired.deeds().accounts() >= 2, repaired::toString);
        assertFalse(kinds(repaired.after()).contains(VolumeFinding.Kind.JOURNAL), repaired.after()::toString);
        try (Store store = fixture.open()) {
            Appended next = StoreFixture.append(store.accounts().open(alice).orElseThrow(), Folder.INBOX, "next");
            assertTrue(next.uid() > last.uid() && next.itemNo() > last.itemNo());
        }
    }

    /** A durable group in the last segment is broken: no node opens the volume before. */
    @Test
    void aJournalWhoseEndIsBrokenOpensAgain() throws IOException {
        Path segment = fixture.segments().getLast();
        change(segment, find(segment, "alice's 0"));
        try (Store store = fixture.openWhatOpens()) {
            assertTrue(store.failures().containsKey("v1"));
        }
        VolumeRepair.Result.Repaired repaired = repairedOnce();
        assertEquals(EnumSet.of(VolumeFinding.Kind.BODY), kinds(repaired.after()));
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(bob).orElseThrow();
            StoreFixture.append(account, Folder.INBOX, "goes on");
        }
        assertEquals(
                repaired.after().messages() + 1,
                repair(VolumeRepair.Mode.TELL).before().messages());
    }

    @Test
    void aHeaderThatIsLostIsWrittenAnew() throws IOException {
        fixture.sealSegments(2);
        change(fixture.segments().getFirst(), 9);
        VolumeRepair.Result.Repaired repaired = repairedOnce();
        assertTrue(repaired.after().sound(), repaired.after()::toString);
        assertEquals(List.of(), repaired.lost());
    }

    @Test
    void aVolumeInUseIsLeftAlone() throws IOException {
        try (Store _ = fixture.open()) {
            assertInstanceOf(
                    VolumeRepair.Result.InUse.class,
                    VolumeRepair.run(fixture.spec(), VolumeRepair.Mode.DO, InstantSource.system(), _ -> {}));
        }
    }
}
