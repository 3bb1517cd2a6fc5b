package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import waypost.identity.AccountId;
import waypost.store.SegmentHeader.Encoding;

/** A volume that an older release has made, and mail of it. */
final class VolumeOfFormat1 {
    static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

    private final Path folder;
    private final StoreFixture fixture;
    private final AccountId alice;
    private final SplittableRandom random = new SplittableRandom(11);
    private final String sentences = letters(50_000);
    private final Map<MessageRef, String> texts = new TreeMap<>((a, b) -> Long.compare(a.itemNo(), b.itemNo()));

    VolumeOfFormat1(Path folder) throws IOException {
        this.folder = folder;
        this.fixture = new StoreFixture(folder);
        new VolumeLabel(1, 1, new UUID(1, 2)).write(root());
        try (Store store = fixture.open()) {
            alice = fixture.create(store, "alice");
        }
        fill();
    }

    StoreFixture fixture() {
        return fixture;
    }

    AccountId alice() {
        return alice;
    }

    /** What is there, by the message. */
    Map<MessageRef, String> texts() {
        return texts;
    }

    Disk root() throws IOException {
        return FileDisk.at(fixture.spec().folder());
    }

    String letters(int length) {
        StringBuilder letters = new StringBuilder();
        random.ints(length, 'a', 'z' + 1).forEach(letter -> letters.append((char) letter));
        return letters.toString();
    }

    private String mail() {
        StringBuilder mail = new StringBuilder("Subject: " + texts.size() + "\r\n\r\n");
        for (int i = 0; i < 100; i++) {
            int at = 400 * random.nextInt(120);
            mail.append(sentences, at, at + 400).append(letters(60)).append("\r\n");
        }
        return mail.toString();
    }

    /** Mail that fills some segments. */
    void fill() throws IOException {
        int before = fixture.segments().size();
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(alice).orElseThrow();
            while (fixture.segments().size() < before + 2) {
                String mail = mail();
                texts.put(StoreFixture.ref(StoreFixture.append(account, Folder.INBOX, mail)), mail);
            }
        }
    }

    void compact() throws IOException {
        assertInstanceOf(
                VolumeCompact.Result.Compacted.class,
                VolumeCompact.run(fixture.spec(), InstantSource.fixed(LATE), _ -> {}));
    }

    void finalise() throws IOException {
        assertEquals(new VolumeFinalise.Result.Finalised(1, 2), VolumeFinalise.run(fixture.spec()));
    }

    Set<Encoding> encodings() throws IOException {
        Set<Encoding> found = EnumSet.noneOf(Encoding.class);
        for (Path segment : fixture.segments()) {
            found.add(header(segment).encoding());
        }
        return found;
    }

    SegmentHeader header(Path segment) throws IOException {
        Disk disk = FileDisk.at(fixture.spec().folder().resolve("journal"));
        String name = String.valueOf(segment.getFileName());
        try (Disk.DiskFile file = disk.open(name)) {
            return SegmentHeader.read(
                    file, JournalIdentity.read(disk), SegmentHeader.first(name).orElseThrow());
        }
    }

    Path trained() throws IOException {
        for (Path segment : fixture.segments()) {
            if (header(segment).encoding() == Encoding.TRAINED) {
                return segment;
            }
        }
        throw new AssertionError("no segment has a dictionary");
    }

    int format() throws IOException {
        return VolumeLabel.read(root()).format();
    }

    VolumeReport report() throws IOException {
        return assertInstanceOf(VolumeCheck.Result.Checked.class, VolumeCheck.run(fixture.spec(), _ -> {}))
                .report();
    }

    /** All that is there reads as it was written, and the index is what the journal gives. */
    void whole() throws IOException {
        try (Store store = fixture.open()) {
            all(store);
            assertEquals(List.of(), scrub(store).findings());
        }
        assertEquals(List.of(), report().findings());
    }

    void all(Store store) throws IOException {
        Account account = store.accounts().open(alice).orElseThrow();
        for (Map.Entry<MessageRef, String> message : texts.entrySet()) {
            assertEquals(message.getValue(), text(account, message.getKey()));
        }
    }

    static Scrub.Pass scrub(Store store) throws IOException {
        VolumeCore core = store.volume("v1").orElseThrow().core();
        return new Scrub(core.journal().segments(), core.index(), core.table(), Pace.FULL).pass(_ -> 0);
    }

    static String text(Account account, MessageRef message) throws IOException {
        return Facts.text(account.message(message.itemNo()).orElseThrow().octets());
    }

    boolean learned(String text) throws IOException {
        boolean found = false;
        Disk disk = FileDisk.at(fixture.spec().folder().resolve("journal"));
        for (Path segment : fixture.segments()) {
            if (header(segment).encoding() == Encoding.TRAINED) {
                byte[] dictionary = new byte[FrameDictionary.OCTETS];
                try (Disk.DiskFile file = disk.open(String.valueOf(segment.getFileName()));
                        Frames.Reader reader = new Frames.Reader()) {
                    Frames.Table table = Frames.Table.read(file, SegmentHeader.BYTES, "it");
                    assertTrue(reader.read(file, table, 0, Optional.empty(), dictionary));
                }
                found |= new String(dictionary, StandardCharsets.ISO_8859_1).contains(text);
            }
        }
        return found;
    }

    /** How many messages cannot be read; those that can are as they were. */
    int lost() throws IOException {
        int lost = 0;
        try (Store store = fixture.open()) {
            Account account = store.accounts().open(alice).orElseThrow();
            for (Map.Entry<MessageRef, String> message : texts.entrySet()) {
                try {
                    assertEquals(message.getValue(), text(account, message.getKey()));
                } catch (DamagedRecord | JournalDamaged damaged) {
                    lost++;
                }
            }
        }
        return lost;
    }
}
