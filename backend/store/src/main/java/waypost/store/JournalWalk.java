package waypost.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Goes through the groups of segments in their order. What has no sound head is reported and stepped over. One thread. */
final class JournalWalk {
    private final Segments segments;
    private final Consumer<SegmentDamage> damages;

    JournalWalk(Segments segments, Consumer<SegmentDamage> damages) {
        this.segments = segments;
        this.damages = damages;
    }

    /** Takes the groups; the records in them are not checked yet. */
    @FunctionalInterface
    interface Visitor {
        void group(Segment segment, GroupHead head, long offset) throws IOException;
    }

    /** Visits the groups of the entries between these two, both included. */
    void run(long from, long last, Visitor visitor) throws IOException {
        Long begin = Optional.ofNullable(segments.firsts().floor(from)).orElse(from);
        for (long first : segments.firsts().tailSet(begin)) {
            Long next = segments.firsts().higher(first);
            walk(first, from, next == null ? last : next - 1, visitor);
        }
    }

    private void walk(long first, long from, long last, Visitor visitor) throws IOException {
        Segment segment;
        try {
            segment = segments.lease(first);
        } catch (JournalDamaged e) {
            damages.accept(new SegmentDamage(SegmentHeader.name(first), Math.max(first, from), last, List.of()));
            return;
        }
        try {
            walk(segment, from, last, visitor);
        } finally {
            segments.release(segment);
        }
    }

    private void walk(Segment segment, long from, long last, Visitor visitor) throws IOException {
        long offset = segment.table().before(from);
        long expected = -1;
        while (offset < segment.end()) {
            Optional<GroupHead> head = segment.head(offset);
            if (head.isEmpty()) {
                offset = segment.table().after(offset, segment.end());
                expected = expected < 0 ? segment.header().first() : expected;
                long behind = segment.head(offset).map(next -> next.entry() - 1).orElse(last);
                damages.accept(new SegmentDamage(segment.name(), expected, behind, List.of()));
                expected = behind + 1;
                continue;
            }
            expected = head.get().entry() + 1;
            if (head.get().entry() >= from && head.get().entry() <= last) {
                visitor.group(segment, head.get(), offset);
            }
            offset = GroupHead.next(offset, head.get().length());
        }
    }
}
