package waypost.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import waypost.store.Survey.Found;

/** Which segments are worth cleaning, the one with the least needed part first. Pure. */
final class CleaningPlan {
    /** So many small segments side by side become one. */
    private static final int TOGETHER = 8;

    /** A segment is small that is less than this part of a new one. */
    private static final int SMALL = 8;

    private final List<Found> settled;
    private final Predicate<Found> worth;
    private final long segmentBytes;

    private CleaningPlan(List<Found> settled, Predicate<Found> worth, long segmentBytes) {
        this.settled = settled;
        this.worth = worth;
        this.segmentBytes = segmentBytes;
    }

    /** Adjoining segments of which one is to be made. */
    record Run(List<Found> segments) {
        Run {
            segments = List.copyOf(segments);
        }

        long first() {
            return segments.getFirst().first();
        }

        long last() {
            return segments.getLast().last();
        }

        long live() {
            return segments.stream().mapToLong(Found::live).sum();
        }

        long octets() {
            return segments.stream().mapToLong(Found::octets).sum();
        }

        long size() {
            return segments.stream().mapToLong(Found::size).sum();
        }

        /** When the newest of them was. */
        Instant sealed() {
            return segments.stream()
                    .map(Found::sealed)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }

        private double share() {
            return (double) live() / octets();
        }
    }

    /**
     * @param settled in their order
     * @param worth whether something is to be gained from a segment by itself
     */
    static List<Run> of(List<Found> settled, Predicate<Found> worth, long segmentBytes) {
        CleaningPlan plan = new CleaningPlan(settled, worth, segmentBytes);
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < settled.size(); ) {
            Run run = new Run(plan.from(i));
            if (run.segments().size() >= TOGETHER || run.segments().stream().anyMatch(worth)) {
                runs.add(run);
            }
            i += run.segments().size();
        }
        runs.sort(Comparator.comparingDouble(Run::share));
        return runs;
    }

    /** As many segments from this one on as can become one. */
    private List<Found> from(int begin) {
        List<Found> run = new ArrayList<>(List.of(settled.get(begin)));
        long live = settled.get(begin).live();
        boolean joins = joins(settled.get(begin));
        for (int i = begin + 1; joins && i < settled.size(); i++) {
            Found next = settled.get(i);
            live += next.live();
            joins = next.first() == run.getLast().last() + 1
                    && joins(next)
                    && live + SegmentHeader.BYTES <= segmentBytes;
            if (joins) {
                run.add(next);
            }
        }
        return run;
    }

    private boolean joins(Found segment) {
        return worth.test(segment) || segment.octets() < segmentBytes / SMALL;
    }
}
