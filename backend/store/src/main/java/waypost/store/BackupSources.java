package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import waypost.store.backup.BackupSource;

/** The files of a volume as a backup takes them: those of its journal up to an entry, and those of a checkpoint. None of them is replaced meanwhile. */
final class BackupSources {
    private final Segments segments;
    private final long settled;

    /** @param segments stay as they are while this is used */
    BackupSources(Segments segments) {
        this.segments = segments;
        this.settled = segments.lastSettled().orElse(0L);
    }

    /** Takes a file; it is closed afterwards. */
    @FunctionalInterface
    interface Taker {
        void take(BackupSource source) throws IOException;
    }

    /** The first entries of the segments that have these entries. */
    List<Long> upTo(long through) {
        return List.copyOf(segments.firsts().headSet(through, true));
    }

    /**
     * A segment. Of one that may still be written to, the groups up to the entry.
     *
     * @param last whether the entry is in it
     */
    void segment(long first, long through, boolean last, Taker taker) throws IOException {
        if (first <= settled) {
            whole("journal/", segments.disk(), SegmentHeader.name(first), taker);
            return;
        }
        Segment segment = segments.lease(first);
        try {
            boolean sealed = segment.header().cleaned().isPresent()
                    || !last && SegmentFooter.read(segment.file()).isPresent();
            if (sealed) {
                whole("journal/", segments.disk(), segment.name(), taker);
            } else {
                long end = last ? behind(segment, through) : segment.end();
                taker.take(source("journal/", segments.disk(), segment.name(), segment.file(), end));
            }
        } finally {
            segments.release(segment);
        }
    }

    private static long behind(Segment segment, long entry) throws IOException {
        Segment.Place place = segment.find(new Position(entry, 0));
        return GroupHead.next(place.offset(), place.head().length());
    }

    /** All of a file. */
    static void whole(String folder, Disk disk, String name, Taker taker) throws IOException {
        try (Disk.DiskFile file = disk.open(name)) {
            taker.take(source(folder, disk, name, file, file.size()));
        }
    }

    private static BackupSource source(String folder, Disk disk, String name, Disk.DiskFile file, long octets)
            throws IOException {
        Instant modified = disk.modified(name);
        ByteBuffer first = ByteBuffer.allocate((int) Math.min(BackupSource.MARKED, octets));
        file.read(first, 0);
        return new BackupSource(
                folder + name,
                octets,
                TimeUnit.SECONDS.toNanos(modified.getEpochSecond()) + modified.getNano(),
                GroupCheck.crc(first.flip()),
                file::read);
    }
}
