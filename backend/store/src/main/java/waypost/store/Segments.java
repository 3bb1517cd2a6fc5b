package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import waypost.message.Octets;

/** The segments of a journal, by first entry; a bounded number of them open. Any thread. */
final class Segments implements Bodies, Closeable {
    /** Open files; more while more are being read at once. */
    private static final int OPEN = 256;

    private final Disk disk;
    private final JournalIdentity identity;
    private final ConcurrentSkipListSet<Long> firsts = new ConcurrentSkipListSet<>();
    private final Map<Long, Segment> open = new ConcurrentHashMap<>();
    private final JournalBody.Slices slices = new JournalBody.Slices();
    private final AtomicLong clock = new AtomicLong();

    Segments(Disk disk, JournalIdentity identity) {
        this.disk = disk;
        this.identity = identity;
    }

    JournalIdentity identity() {
        return identity;
    }

    Disk disk() {
        return disk;
    }

    NavigableSet<Long> firsts() {
        return firsts;
    }

    @Override
    public Octets body(List<BodyPart> parts) {
        return new JournalBody(this, slices, List.copyOf(parts));
    }

    void add(long first) {
        firsts.add(first);
    }

    /** Enters a segment that is open for appending; it stays open. */
    void add(Segment segment) {
        segment.leased(clock.incrementAndGet());
        open.put(segment.header().first(), segment);
        firsts.add(segment.header().first());
    }

    /** The segment that has the entry; to be given back by {@link #release}. */
    Segment lease(long entry) throws IOException {
        Long first = firsts.floor(entry);
        if (first == null) {
            throw new NoSuchFileException("no segment has entry " + entry);
        }
        try {
            return open.compute(first, (key, known) -> {
                Segment segment = Optional.ofNullable(known).orElseGet(() -> openSealed(key));
                segment.leased(clock.incrementAndGet());
                return segment;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    void release(Segment segment) throws IOException {
        open.computeIfPresent(segment.header().first(), (_, known) -> {
            known.released();
            return known;
        });
        try {
            while (open.size() > OPEN && closeOldest()) {
                continue;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean closeOldest() {
        Optional<Segment> oldest =
                open.values().stream().filter(Segment::idle).min(Comparator.comparingLong(Segment::lastUse));
        oldest.ifPresent(segment -> open.computeIfPresent(segment.header().first(), (_, known) -> {
            if (!known.idle()) {
                return known;
            }
            close(known);
            return null;
        }));
        return oldest.isPresent();
    }

    private Segment openSealed(long first) {
        try {
            Disk.DiskFile file = disk.open(SegmentHeader.name(first));
            try {
                SegmentHeader header = SegmentHeader.read(file, identity, first);
                long next = Optional.ofNullable(firsts.higher(first)).orElse(Long.MAX_VALUE);
                SegmentFooter footer = SegmentFooter.find(file, identity, first, next);
                return new Segment(header, file, footer.table(), footer.end());
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Segment segment) {
        try {
            segment.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            open.values().forEach(Segments::close);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
