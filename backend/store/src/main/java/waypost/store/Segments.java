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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.message.Extent;
import waypost.message.Octets;

/** The segments of a journal, by first entry; a bounded number of them open. Any thread. */
final class Segments implements Bodies, Closeable {
    private static final Logger log = LoggerFactory.getLogger(Segments.class);

    /** Open files; more while more are being read at once. */
    private static final int OPEN = 256;

    private final Disk disk;
    private final JournalIdentity identity;
    private final ConcurrentSkipListSet<Long> firsts = new ConcurrentSkipListSet<>();
    private final Map<Long, Segment> open = new ConcurrentHashMap<>();
    private final JournalBody.Slices slices = new JournalBody.Slices();
    private final KnownDamage damage = new KnownDamage();
    private final LatelyChecked checked;
    private final AtomicLong clock = new AtomicLong();
    private final Pins pins = new Pins();
    private final ReentrantLock replacing = new ReentrantLock();
    private int stills;

    Segments(Disk disk, JournalIdentity identity) {
        this(disk, identity, new LatelyChecked());
    }

    Segments(Disk disk, JournalIdentity identity, LatelyChecked checked) {
        this.disk = disk;
        this.identity = identity;
        this.checked = checked;
    }

    JournalIdentity identity() {
        return identity;
    }

    Disk disk() {
        return disk;
    }

    Pins pins() {
        return pins;
    }

    NavigableSet<Long> firsts() {
        return firsts;
    }

    @Override
    public Octets body(List<BodyPart> parts) {
        return new JournalBody(this, slices, damage, List.copyOf(parts));
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
        for (; ; ) {
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
                boolean merged = e.getCause() instanceof NoSuchFileException && !first.equals(firsts.floor(entry));
                if (!merged) {
                    throw e.getCause();
                }
            }
        }
    }

    LatelyChecked checked() {
        return checked;
    }

    /** Once more what is leased, until the lease is closed: that waits for no disk. */
    Extent.Lease leaseAgain(Segment segment) {
        open.compute(segment.header().first(), (_, known) -> {
            segment.leased(clock.incrementAndGet());
            return known;
        });
        return () -> {
            if (segment.retired() || open.size() > OPEN) {
                Thread.startVirtualThread(() -> giveBack(segment)); // there may be a file to close
            } else {
                giveBack(segment);
            }
        };
    }

    private void giveBack(Segment segment) {
        try {
            release(segment);
        } catch (IOException e) {
            log.warn("event=segment-close segment={} why=\"{}\"", segment.name(), e.getMessage());
        }
    }

    void release(Segment segment) throws IOException {
        try {
            open.compute(segment.header().first(), (_, known) -> {
                segment.released();
                if (segment.retired() && segment.idle()) {
                    close(segment);
                }
                return known;
            });
            while (open.size() > OPEN && closeOldest()) {
                continue;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** From now until this is closed, no segment's file is replaced or deleted. */
    Pins.Pin still() {
        still(1);
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                still(-1);
            }
        };
    }

    private void still(int more) {
        replacing.lock();
        try {
            stills += more;
        } finally {
            replacing.unlock();
        }
    }

    /** Whether somebody wants no file to be replaced. */
    boolean isStill() {
        replacing.lock();
        try {
            return stills > 0;
        } finally {
            replacing.unlock();
        }
    }

    /** Replaces files, unless somebody wants them to stay. */
    boolean replace(Replacement replacement) throws IOException {
        replacing.lock();
        try {
            if (stills > 0) {
                return false;
            }
            replacement.run();
            return true;
        } finally {
            replacing.unlock();
        }
    }

    /** Puts a file into the place of others. */
    interface Replacement {
        void run() throws IOException;
    }

    /** Another file has the segment's name. Who has leased the old one goes on with it. */
    void replaced(long first) throws IOException {
        try {
            open.computeIfPresent(first, (_, known) -> {
                known.retire();
                if (known.idle()) {
                    close(known);
                }
                return null;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The segment before this one has all that is left of its entries. */
    void merged(long first) throws IOException {
        firsts.remove(first);
        replaced(first);
        disk.delete(SegmentHeader.name(first));
    }

    /** The last segment that cannot change any more by itself: the one behind it has been sealed durably. */
    Optional<Long> lastSettled() {
        return firsts.descendingSet().stream().skip(2).findFirst();
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
            SegmentFile opened = SegmentFile.open(disk, identity, first);
            try {
                long next = Optional.ofNullable(firsts.higher(first)).orElse(Long.MAX_VALUE);
                SegmentFooter footer = SegmentFooter.find(opened.file(), identity, first, next);
                return new Segment(opened.header(), opened.file(), footer.table(), footer.end());
            } catch (IOException e) {
                opened.file().close();
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
