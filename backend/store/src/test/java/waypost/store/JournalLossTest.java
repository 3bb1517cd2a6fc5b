package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is still read of a journal that has lost something, and that nothing is lost in silence. */
final class JournalLossTest {
    private JournalWorld world;
    private List<Long> firsts;
    private final List<Long> offsets = new ArrayList<>();
    private long last;

    @BeforeEach
    void fill() throws IOException {
        world = new JournalWorld(new ForgetfulDisk(7, 1 << 30), JournalWorld.SETTINGS);
        for (int i = 0; i < 40; i++) {
            world.append();
            world.settle();
        }
        firsts = List.copyOf(world.core().segments().firsts());
        last = world.core().order().applied();
        assertTrue(firsts.size() > 3);
        for (long entry = 1; entry <= last; entry++) {
            offsets.add(world.core()
                    .segments()
                    .lease(entry)
                    .find(new Position(entry, 0))
                    .offset());
        }
    }

    /** What is found, and which entries are read. */
    private List<String> audit(Disk disk, long from, long through, List<Long> read) throws IOException {
        Findings findings = new Findings();
        try (JournalAudit audit = JournalAudit.open(disk, findings, _ -> {})) {
            assertEquals(last, audit.last());
            new JournalWalk(audit.segments(), findings::add).run(from, through, (_, head, _) -> read.add(head.entry()));
        }
        return findings.kept().stream().map(VolumeFinding::what).toList();
    }

    private static List<Long> range(long from, long through) {
        return LongStream.rangeClosed(from, through).boxed().toList();
    }

    private static String missing(long segment, long from, long through) {
        return "%s: entries %d to %d".formatted(SegmentHeader.name(segment), from, through);
    }

    @Test
    void noMoreIsReadThanWasAskedFor() throws IOException {
        for (long from = 1; from <= last; from++) {
            for (long through = from - 1; through <= last; through++) {
                List<Long> read = new ArrayList<>();
                assertEquals(List.of(), audit(world.disk(), from, through, read));
                assertEquals(range(from, through), read);
            }
        }
    }

    @Test
    void eachLostSegmentIsReported() throws IOException {
        for (int i = 0; i < firsts.size() - 1; i++) {
            ForgetfulDisk disk = world.disk().kill();
            long first = firsts.get(i);
            long next = firsts.get(i + 1);
            disk.delete(SegmentHeader.name(first));
            List<Long> read = new ArrayList<>();
            assertEquals(List.of(missing(first, first, next - 1)), audit(disk, 1, last, read));
            assertEquals(without(first, next - 1), read);
        }
    }

    private List<Long> without(long from, long through) {
        List<Long> others = new ArrayList<>(range(1, from - 1));
        others.addAll(range(through + 1, last));
        return others;
    }

    @Test
    void withoutFootersTheGroupsSayWhatTheyAre() throws IOException {
        ForgetfulDisk disk = world.disk().kill();
        List<String> footers = new ArrayList<>();
        for (long first : firsts.subList(0, firsts.size() - 1)) {
            spoilFooter(disk, first);
            footers.add(SegmentHeader.name(first) + " has no sound footer");
        }
        List<Long> read = new ArrayList<>();
        assertEquals(footers.subList(0, footers.size() - 1), audit(disk, 1, last, read));
        assertEquals(range(1, last), read);
        world.reopen(disk);
    }

    /** Also in the last but one, whose footer a crash may have prevented. */
    @Test
    void aBrokenHeadTakesOneEntryWithItWithAndWithoutFooter() throws IOException {
        for (int i = 0; i < firsts.size() - 1; i++) {
            long segment = firsts.get(i);
            for (long entry = segment; entry < firsts.get(i + 1); entry++) {
                ForgetfulDisk disk = world.disk().kill();
                spoilHead(disk, segment, entry);
                onlyMisses(disk, segment, entry);
                spoilFooter(disk, segment);
                onlyMisses(disk, segment, entry);
            }
        }
    }

    private void onlyMisses(Disk disk, long segment, long entry) throws IOException {
        List<Long> read = new ArrayList<>();
        List<String> findings = audit(disk, 1, last, read);
        assertTrue(findings.stream().anyMatch(found -> found.endsWith(": entries %d to %d".formatted(entry, entry))));
        assertTrue(findings.size() == 1 || findings.getFirst().contains("footer"), findings::toString);
        assertEquals(without(entry, entry), read);
    }

    @Test
    void withABrokenHeadInASegmentThatWasNotSealedAVolumeOpens() throws IOException {
        ForgetfulDisk disk = world.disk().kill();
        long segment = firsts.get(firsts.size() - 2);
        spoilHead(disk, segment, segment + 1);
        spoilFooter(disk, segment);
        assertEquals(
                List.of(new SegmentDamage(SegmentHeader.name(segment), segment + 1, segment + 1, List.of())),
                open(disk));
    }

    /** A seal would cut what somebody else has put there. */
    @Test
    void whatIsNotTheSegmentBeforeTheLastIsReportedAndLeftAsItIs() throws IOException {
        long segment = firsts.get(firsts.size() - 2);
        long next = firsts.getLast();
        for (boolean footer : List.of(true, false)) {
            for (int at : List.of(0, 8, 24, 32, 40, 48, 56)) {
                ForgetfulDisk disk = world.disk().kill();
                Disk.DiskFile file = disk.open(SegmentHeader.name(segment));
                flip(file, at);
                if (!footer) {
                    spoilFooter(disk, segment);
                }
                ByteBuffer before = contents(file);
                assertEquals(
                        List.of(new SegmentDamage(SegmentHeader.name(segment), segment, next - 1, List.of())),
                        open(disk));
                assertEquals(before, contents(file));
            }
        }
    }

    private static ByteBuffer contents(Disk.DiskFile file) throws IOException {
        ByteBuffer contents = ByteBuffer.allocate((int) file.size());
        file.read(contents, 0);
        return contents.flip();
    }

    /** Opens a volume whose index has nothing yet; what it reports. */
    private List<SegmentDamage> open(Disk disk) throws IOException {
        List<SegmentDamage> damages = new ArrayList<>();
        MemoryIndex index = new MemoryIndex();
        new JournalOpening(disk, JournalWorld.SETTINGS, damages::add)
                .open(index, new SplittableRandom(1))
                .close();
        assertEquals(last, index.appliedThrough());
        return damages;
    }

    private static void spoilFooter(Disk disk, long first) throws IOException {
        Disk.DiskFile file = disk.open(SegmentHeader.name(first));
        flip(file, file.size() - 1);
    }

    private void spoilHead(Disk disk, long first, long entry) throws IOException {
        long offset = offsets.get((int) entry - 1);
        flip(disk.open(SegmentHeader.name(first)), offset + 20);
    }

    private static void flip(Disk.DiskFile file, long at) throws IOException {
        ByteBuffer octet = ByteBuffer.allocate(1);
        file.read(octet, at);
        file.write(octet.put(0, (byte) ~octet.get(0)).flip(), at);
        file.force();
    }
}
