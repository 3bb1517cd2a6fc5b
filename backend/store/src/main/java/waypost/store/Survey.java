package waypost.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How much of each settled segment the index needs. Goes once through the index; what has changed meanwhile may or may not be seen. One thread. */
final class Survey {
    /** Of a record that is left: its share of heads, at most. */
    private static final int OVERHEAD = 96;

    /** Octets of the index between two times that the pace is asked. */
    private static final int STRIDE = 64 << 10;

    private final Segments segments;
    private final Pace pace;
    private final Map<Long, Long> needed = new TreeMap<>();
    private long unpaid;

    private Survey(Segments segments, Pace pace) {
        this.segments = segments;
        this.pace = pace;
    }

    /**
     * A segment that nothing is appended to.
     *
     * @param last of the entries that are not in the next segment as well
     * @param size of the file
     * @param octets of its contents, before any encoding
     * @param live how many of them are needed, or a little more
     * @param sealed when it was
     */
    record Found(long first, long last, SegmentHeader header, long size, long octets, long live, Instant sealed) {
        long dead() {
            return Math.max(0, octets - SegmentHeader.BYTES - live);
        }

        /** The same, if so many octets more have to stay. */
        Found keeping(long more) {
            return new Found(first, last, header, size, octets, live + more, sealed);
        }

        boolean deadBeyond(int percent) {
            return dead() * 100 > octets * percent;
        }
    }

    static List<Found> take(Segments segments, Table table, Pace pace) throws IOException {
        Optional<Long> settled = segments.lastSettled();
        if (settled.isEmpty()) {
            return List.of();
        }
        List<Long> firsts = new ArrayList<>(segments.firsts().headSet(settled.get(), true));
        Survey survey = new Survey(segments, pace);
        survey.count(table);
        List<Found> found = new ArrayList<>();
        for (long first : firsts) {
            survey.find(first).ifPresent(found::add);
        }
        return found;
    }

    private void count(Table table) throws IOException {
        Position[] before = {new Position(0, 0)};
        table.scan(Family.BODIES, new byte[0], (key, value) -> {
            Position body = Keys.referred(key);
            if (!body.equals(before[0])) {
                count(body, BodyPart.length(value));
                before[0] = body;
            }
            return paid(key.length + value.length);
        });
        table.scan(Family.ACCOUNTS, new byte[0], (key, value) -> {
            if (Keys.isThing(key)) {
                count(Entry.position(value), value.length);
            }
            return paid(key.length + value.length);
        });
    }

    private void count(Position at, long octets) {
        Long first = segments.firsts().floor(at.entry());
        if (first != null) {
            needed.merge(first, octets + OVERHEAD, Long::sum);
        }
    }

    private boolean paid(int octets) throws IOException {
        unpaid += octets;
        if (unpaid >= STRIDE) {
            pace.spend(unpaid);
            unpaid = 0;
        }
        return true;
    }

    /** Empty when it cannot be read, or has just been merged with the one before it: nothing is to be gained from it. */
    private Optional<Found> find(long first) throws IOException {
        String name = SegmentHeader.name(first);
        long last = segments.firsts().higher(first) - 1;
        try (Disk.DiskFile file = segments.disk().open(name)) {
            SegmentHeader header = SegmentHeader.read(file, segments.identity(), first);
            long size = file.size();
            long octets = header.cleaned().map(SegmentHeader.Cleaned::bytes).orElse(size);
            Instant sealed = header.cleaned().isPresent()
                    ? header.cleaned().get().sealed()
                    : segments.disk().modified(name);
            return Optional.of(new Found(first, last, header, size, octets, needed.getOrDefault(first, 0L), sealed));
        } catch (JournalDamaged | NoSuchFileException gone) {
            return Optional.empty();
        }
    }
}
