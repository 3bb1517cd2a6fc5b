package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives an index the entries it lacks, as they lie in the segments; from the first entry on, that is a rebuild. */
final class JournalReplay {
    private final Segments segments;
    private final Journal.Index index;
    private final Consumer<SegmentDamage> damages;

    JournalReplay(Segments segments, Journal.Index index, Consumer<SegmentDamage> damages) {
        this.segments = segments;
        this.index = index;
        this.damages = damages;
    }

    void run(long last) throws IOException {
        long from = index.appliedThrough() + 1;
        if (from > last) {
            return;
        }
        Long begin = Optional.ofNullable(segments.firsts().floor(from)).orElse(from);
        for (long first : segments.firsts().tailSet(begin)) {
            Long next = segments.firsts().higher(first);
            replay(first, from, next == null ? last : next - 1);
        }
        index.flush();
    }

    private void replay(long first, long from, long last) throws IOException {
        Segment segment;
        try {
            segment = segments.lease(first);
        } catch (JournalDamaged e) {
            damages.accept(new SegmentDamage(SegmentHeader.name(first), Math.max(first, from), last, List.of()));
            return;
        }
        try {
            replay(segment, from, last);
        } finally {
            segments.release(segment);
        }
    }

    private void replay(Segment segment, long from, long last) throws IOException {
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
            if (head.get().entry() >= from) {
                index.apply(head.get().entry(), changes(segment, head.get(), offset));
            }
            offset = GroupHead.next(offset, head.get().length());
        }
    }

    private List<Applied> changes(Segment segment, GroupHead head, long offset) throws IOException {
        GroupCheck check = new GroupCheck(segment.file());
        List<Applied> changes = new ArrayList<>(head.changes());
        int record = 0;
        for (int i = 0; i < head.changes(); i++) {
            if (head.kind(i) == GroupMember.Kind.CHANGE) {
                Optional<ByteBuffer> operation = check.record(head, offset, record);
                if (operation.isPresent()) {
                    Position position = new Position(head.entry(), record);
                    changes.add(new Applied(position, head.account(i), operation.get(), head.recordsOf(i) - 1));
                } else {
                    damages.accept(
                            new SegmentDamage(segment.name(), head.entry(), head.entry(), List.of(head.account(i))));
                }
            }
            record += head.recordsOf(i);
        }
        return changes;
    }
}
