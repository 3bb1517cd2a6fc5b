package waypost.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.store.CleaningPlan.Run;

/**
 * Gives back the space of what a volume does not need any more: each segment worth it is replaced by a file that has what is left of it, at the
 * same positions, so that nothing else changes. At each moment a power loss leaves the old file or the new one. One thread at a time.
 */
final class Cleaner {
    private static final Logger log = LoggerFactory.getLogger(Cleaner.class);

    /** Each segment has more needless percent than this. */
    private static final int WHATEVER = -1;

    private final String volume;
    private final Journal journal;
    private final AccountIndex index;
    private final Table table;
    private final long segmentBytes;
    private final Compression compression;
    private final Set<Long> refused = new HashSet<>();

    /** By segment: octets that nothing needs, but that have to stay until the segments before are cleaned. */
    private final Map<Long, Long> waiting = new HashMap<>();

    Cleaner(
            String volume,
            Journal journal,
            AccountIndex index,
            Table table,
            long segmentBytes,
            Compression compression) {
        this.volume = volume;
        this.journal = journal;
        this.index = index;
        this.table = table;
        this.segmentBytes = segmentBytes;
        this.compression = compression;
    }

    /**
     * What was done.
     *
     * @param segments that were replaced
     * @param before their size
     * @param after the size of what took their places
     */
    record Gain(long segments, long before, long after) {
        static final Gain NONE = new Gain(0, 0, 0);

        Gain plus(Gain other) {
            return new Gain(segments + other.segments, before + other.before, after + other.after);
        }
    }

    /** Is told after each replacement. */
    @FunctionalInterface
    interface Progress {
        void at(Gain gain, long ofSegments) throws IOException;
    }

    /** Cleans all that is worth it now. */
    Gain pass(int deadPercent, Pace pace, Progress progress) throws IOException {
        List<Survey.Found> settled = Survey.take(segments(), table, pace).stream()
                .filter(segment -> !refused.contains(segment.first()))
                .map(segment -> segment.keeping(waiting.getOrDefault(segment.first(), 0L)))
                .toList();
        List<Run> runs = CleaningPlan.of(
                settled, segment -> segment.deadBeyond(deadPercent) || compression.due(segment), segmentBytes);
        long worth = runs.stream().mapToLong(run -> run.segments().size()).sum();
        Gain gain = Gain.NONE;
        for (Run run : runs) {
            gain = gain.plus(clean(run, deadPercent, pace));
            progress.at(gain, worth);
        }
        return gain;
    }

    /**
     * Writes these segments again, whatever is to be gained, so that nothing is left in them that is not needed; answers how many.
     */
    int rewrite(Set<Long> firsts) throws IOException {
        int rewritten = 0;
        for (Survey.Found segment : Survey.take(segments(), table, Pace.FULL)) {
            if (firsts.contains(segment.first())) {
                rewritten += (int)
                        clean(new Run(List.of(segment)), WHATEVER, Pace.FULL).segments();
            }
        }
        return rewritten;
    }

    /** First entries of what could not be cleaned, as something in it is broken. */
    Set<Long> refused() {
        return Set.copyOf(refused);
    }

    private Segments segments() {
        return journal.segments();
    }

    /** Nothing, if it is not allowed now or there is no room for what is left beside the next segment. */
    private Gain clean(Run run, int deadPercent, Pace pace) throws IOException {
        if (run.last() > index.appliedThrough()) {
            index.flush();
        }
        boolean decidable = CleaningRules.decidable(
                run.last(), index.appliedThrough(), segments().pins().first());
        boolean room = segments().disk().space().usable() > run.live() + SegmentHeader.BYTES + segmentBytes;
        if (!room && run.segments().size() > 1) {
            return clean(new Run(run.segments().subList(0, 1)), deadPercent, pace);
        }
        if (!decidable || !room || segments().isStill()) {
            return Gain.NONE;
        }
        SegmentHeader.Encoding encoding = compression.of(run, segments(), pace);
        boolean gains = encoding != SegmentHeader.Encoding.PLAIN
                || run.segments().size() > 1
                || run.segments().getFirst().deadBeyond(deadPercent);
        if (!gains) {
            return Gain.NONE;
        }
        try (CleanedFile file = CleanedFile.begin(segments().disk(), encoding, run.octets(), pace)) {
            return replace(run, file, pace);
        }
    }

    private Gain replace(Run run, CleanedFile file, Pace pace) throws IOException {
        long through = index.appliedThrough();
        Liveness liveness = new IndexLiveness(table);
        var operations = new OperationCleaning(liveness, journal, () -> clearedBefore(run.first()));
        var copying = new SegmentCleaning(segments(), liveness, operations, pace);
        for (Survey.Found segment : run.segments()) {
            if (!copied(segment, copying, file)) {
                return Gain.NONE;
            }
        }
        long after = file.finish(
                run.segments().getFirst().header(), run.last(), operations.thorough() ? through : 0, run.sealed());
        long decided = journal.appliedThrough();
        index.flush();
        if (!CleaningRules.replaceable(decided, index.appliedThrough())) {
            throw new IllegalStateException("the index has lost entries up to " + decided);
        }
        if (!segments().replace(() -> take(run, file))) {
            return Gain.NONE;
        }
        waiting.put(run.first(), operations.waiting());
        log.info(
                "event=segment-cleaned volume={} segment={} segments={} before={} after={}",
                volume,
                SegmentHeader.name(run.first()),
                run.segments().size(),
                run.size(),
                after);
        return new Gain(run.segments().size(), run.size(), after);
    }

    /** Not, if something in it is broken: from then on it is left alone. */
    private boolean copied(Survey.Found segment, SegmentCleaning copying, CleanedFile file) throws IOException {
        try {
            copying.copy(segment.first(), segment.last(), file);
            return true;
        } catch (OperationCleaning.Suspect | JournalDamaged | DamagedRecord broken) {
            refused.add(segment.first());
            log.error(
                    "event=segment-not-cleaned volume={} segment={} why=\"{}\"",
                    volume,
                    SegmentHeader.name(segment.first()),
                    broken.getMessage());
            return false;
        }
    }

    /**
     * Who asks for an entry of the others is led to the new file before theirs go; what a crash leaves of them is as good as ever. They go one by one, in
     * their order: if one were left whose successor has gone, that one's entries would be looked for in it.
     */
    private void take(Run run, CleanedFile file) throws IOException {
        Disk disk = segments().disk();
        file.rename(SegmentHeader.name(run.first()));
        segments().replaced(run.first());
        for (Survey.Found other : run.segments().subList(1, run.segments().size())) {
            segments().merged(other.first());
            disk.force();
        }
    }

    private long clearedBefore(long first) throws IOException {
        long through = Long.MAX_VALUE;
        for (long earlier : segments().firsts().headSet(first)) {
            try (Disk.DiskFile file = segments().disk().open(SegmentHeader.name(earlier))) {
                Optional<SegmentHeader.Cleaned> cleaned =
                        SegmentHeader.read(file, segments().identity(), earlier).cleaned();
                through = Math.min(
                        through, cleaned.map(SegmentHeader.Cleaned::through).orElse(0L));
            }
        }
        return through;
    }
}
