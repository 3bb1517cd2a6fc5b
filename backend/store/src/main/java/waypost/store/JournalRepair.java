package waypost.store;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a journal one that can be opened and in which every entry is accounted for. What is lost is told; nothing that can be read goes. One thread; nobody else has
 * it.
 */
final class JournalRepair {
    private static final String NEXT = "repair";

    private final Disk disk;
    private final JournalIdentity identity;
    private final int segmentBytes;
    private final SegmentMending mending;
    private long mended;

    JournalRepair(Disk disk, int segmentBytes, Consumer<SegmentDamage> lost) throws IOException {
        this.disk = disk;
        this.identity = JournalIdentity.read(disk);
        this.segmentBytes = segmentBytes;
        this.mending = new SegmentMending(disk, identity, lost);
    }

    /** Answers how many segments were mended. */
    long run() throws IOException {
        endBroken();
        try (Segments segments = segments()) {
            for (long first : segments.firsts()) {
                Optional<Long> next = Optional.ofNullable(segments.firsts().higher(first));
                if (next.isPresent() && broken(segments, first, next.get())) {
                    mending.mend(first, next.get() - 1);
                    mended++;
                }
            }
        }
        return mended;
    }

    private Segments segments() throws IOException {
        Segments segments = new Segments(disk, identity);
        for (String name : disk.list()) {
            SegmentHeader.first(name).ifPresent(segments::add);
        }
        return segments;
    }

    /** A last segment whose end cannot be told is sealed as it is, and another one begun: an opening cuts only what was never acknowledged. */
    private void endBroken() throws IOException {
        long first;
        try (Segments segments = segments()) {
            if (segments.firsts().isEmpty()) {
                return;
            }
            first = segments.firsts().last();
        }
        long last;
        try (Disk.DiskFile file = disk.open(SegmentHeader.name(first))) {
            SegmentEnd.find(file, SegmentHeader.read(file, identity, first), identity.incarnation());
            return;
        } catch (JournalDamaged broken) {
            try (Disk.DiskFile file = disk.open(SegmentHeader.name(first))) {
                last = SegmentRemains.footer(file, identity, first, Long.MAX_VALUE)
                        .last();
            }
        }
        if (last >= first) {
            mending.mend(first, last);
        }
        begin(last + 1);
        mended++;
    }

    private void begin(long first) throws IOException {
        if (disk.list().contains(NEXT)) {
            disk.delete(NEXT);
        }
        try (Disk.DiskFile file = disk.createZeros(NEXT, segmentBytes)) {
            new SegmentHeader(identity, first, identity.incarnation()).write(file);
            file.force();
        }
        disk.rename(NEXT, SegmentHeader.name(first));
        disk.force();
    }

    /** Whether some entry, or some record of one, or the end of the file is not as it was. The last but one may have no end yet. */
    private boolean broken(Segments segments, long first, long next) throws IOException {
        Findings found = new Findings();
        try (Disk.DiskFile file = SegmentFile.open(disk, identity, first).file()) {
            boolean settled = segments.firsts().last() != next;
            if (settled && SegmentFooter.read(file).isEmpty()) {
                return true;
            }
        } catch (JournalDamaged unreadable) {
            return true;
        }
        new JournalWalk(segments, found::add).run(first, next - 1, (segment, head, offset) -> {
            if (!new GroupCheck(segment.file()).whole(head, offset)) {
                found.add(VolumeFinding.Kind.JOURNAL, 0, segment.name());
            }
        });
        return found.found() > 0;
    }
}
