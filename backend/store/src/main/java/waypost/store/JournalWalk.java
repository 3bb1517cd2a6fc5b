package waypost.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Goes through the groups of segments in their order. Entries that are nowhere are reported and stepped over. One thread. */
final class JournalWalk {
    private final Segments segments;
    private final Consumer<SegmentDamage> damages;

    JournalWalk(Segments segments, Consumer<SegmentDamage> damages) {
        this.segments = segments;
        this.damages = damages;
    }

    /** Takes the groups, and the runs of entries that were cleaned; the records in them are not checked yet. */
    @FunctionalInterface
    interface Visitor {
        void group(Segment segment, GroupHead head, long offset) throws IOException;
    }

    /** Visits the groups of the entries between these two, both included. Each of them is visited or reported. */
    void run(long from, long last, Visitor visitor) throws IOException {
        long next = from;
        long begin = Optional.ofNullable(segments.firsts().floor(from)).orElse(from);
        for (long first : segments.firsts().tailSet(begin)) {
            if (next > last) {
                return;
            }
            missing(SegmentHeader.name(next), next, Math.min(first - 1, last));
            Long following = segments.firsts().higher(first);
            long through = following == null ? last : Math.min(following - 1, last);
            next = walk(first, Math.max(first, next), through, visitor);
        }
        missing(SegmentHeader.name(next), next, last);
    }

    private void missing(String segment, long first, long last) {
        if (first <= last) {
            damages.accept(new SegmentDamage(segment, first, last, List.of()));
        }
    }

    /** Answers the first entry that the segment does not account for. */
    private long walk(long first, long from, long through, Visitor visitor) throws IOException {
        Segment segment;
        try {
            segment = segments.lease(first);
        } catch (JournalDamaged e) {
            missing(SegmentHeader.name(first), from, through);
            return through + 1;
        }
        try {
            return walk(segment, from, through, visitor);
        } finally {
            segments.release(segment);
        }
    }

    private long walk(Segment segment, long from, long through, Visitor visitor) throws IOException {
        long next = from;
        long offset = segment.table().before(from);
        while (offset < segment.end() && next <= through) {
            Optional<Segment.Place> place = segment.next(offset, next);
            if (place.isEmpty()) {
                missing(segment.name(), next, through);
                return through + 1;
            }
            GroupHead head = place.get().head();
            missing(segment.name(), next, Math.min(head.from() - 1, through));
            if (head.entry() >= next && head.entry() <= through) {
                visitor.group(segment, head, place.get().offset());
            }
            next = Math.max(next, head.entry() + 1);
            offset = GroupHead.next(place.get().offset(), head.length());
        }
        return Math.min(next, through + 1);
    }
}
