package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a journal: a new incarnation, the torn end cut and synced, and only then what the index lacks is replayed. */
final class JournalOpening {
    private static final Logger log = LoggerFactory.getLogger(JournalOpening.class);

    private final Disk disk;
    private final JournalSettings settings;
    private final Consumer<SegmentDamage> damages;

    JournalOpening(Disk disk, JournalSettings settings, Consumer<SegmentDamage> damages) {
        this.disk = disk;
        this.settings = settings;
        this.damages = damages;
    }

    JournalCore open(Journal.Index index, RandomGenerator random) throws IOException {
        Closeable lock = disk.lock();
        try {
            return open(index, new Segments(disk, incarnate(random)), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private JournalCore open(Journal.Index index, Segments segments, Closeable lock) throws IOException {
        try {
            SegmentSpare spare = new SegmentSpare(disk, settings.segmentBytes());
            list(segments);
            SegmentTail tail =
                    segments.firsts().isEmpty() ? SegmentTail.begin(segments, spare) : openLast(segments, spare);
            long last = tail.last();
            if (index.appliedThrough() > last) {
                throw new JournalDamaged(
                        "the index has entry " + index.appliedThrough() + ", the journal ends with " + last);
            }
            new JournalReplay(segments, index, damages).run(last);
            JournalState state = new JournalState(JournalOrder.after(last));
            Committer committer = new Committer(state, tail, writer(segments.identity()));
            Applier applier = new Applier(index, segments, settings.flushBytes());
            return new JournalCore(settings, state, committer, applier, segments, spare, lock);
        } catch (IOException | RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    private GroupWriter writer(JournalIdentity identity) {
        return new GroupWriter(settings.groupBytes(), identity.mark(), identity.incarnation());
    }

    /** The new incarnation is durable before anything can be appended under it. */
    private JournalIdentity incarnate(RandomGenerator random) throws IOException {
        if (disk.list().contains(JournalIdentity.NEXT)) {
            disk.delete(JournalIdentity.NEXT);
        }
        boolean known = disk.list().contains(JournalIdentity.FILE);
        if (!known
                && disk.list().stream()
                        .anyMatch(name -> SegmentHeader.first(name).isPresent())) {
            throw new JournalDamaged("there are segments, but no " + JournalIdentity.FILE);
        }
        JournalIdentity identity = (known ? JournalIdentity.read(disk) : JournalIdentity.fresh(random)).next();
        identity.write(disk);
        return identity;
    }

    private void list(Segments segments) throws IOException {
        for (String name : disk.list()) {
            if (name.equals(SegmentSpare.FILE) || name.equals(CleanedFile.NAME)) {
                disk.delete(name);
            }
            SegmentHeader.first(name).ifPresent(segments::add);
        }
    }

    private SegmentTail openLast(Segments segments, SegmentSpare spare) throws IOException {
        long first = segments.firsts().last();
        Optional<Long> before = Optional.ofNullable(segments.firsts().lower(first));
        if (before.isPresent()) {
            sealBefore(segments.identity(), before.get(), first);
        }
        Disk.DiskFile file = disk.open(SegmentHeader.name(first));
        try {
            SegmentHeader header = SegmentHeader.read(file, segments.identity(), first);
            SegmentEnd end = SegmentEnd.find(file, header, segments.identity().incarnation());
            settle(file, end);
            Segment segment = new Segment(header, file, end.table(), end.end());
            segments.add(segment);
            return new SegmentTail(segments, spare, segment, end.last());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Makes durable what was found. After a failed sync the page cache can hold clean pages that the disk never got, so the one group that may
     * be meant is written again.
     */
    private void settle(Disk.DiskFile file, SegmentEnd end) throws IOException {
        ByteBuffer group = ByteBuffer.allocate((int) (end.end() - end.lastGroup()));
        file.read(group, end.lastGroup());
        file.write(group.flip(), end.lastGroup());
        file.force();
        disk.force();
    }

    /**
     * A crash may have come between the begin of the last segment and the seal of the one before it, whose groups were all durable. A seal that
     * can be read may be one whose sync failed: it is made again. A file that is not that segment is left as it is: whoever wants to read an entry
     * of it is told.
     */
    private void sealBefore(JournalIdentity identity, long first, long next) throws IOException {
        try (Disk.DiskFile file = disk.open(SegmentHeader.name(first))) {
            if (SegmentHeader.read(file, identity, first).cleaned().isEmpty()) {
                SegmentFooter.find(file, identity, first, next).seal(file);
            }
        } catch (JournalDamaged damage) {
            log.error("event=segment-not-sealed why=\"{}\"", damage.getMessage());
        }
    }
}
