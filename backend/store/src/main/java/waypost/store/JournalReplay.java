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
        new JournalWalk(segments, damages).run(from, last, this::group);
        index.flush();
    }

    void group(Segment segment, GroupHead head, long offset) throws IOException {
        index.apply(head.entry(), changes(segment, head, offset), segments);
    }

    private List<Applied> changes(Segment segment, GroupHead head, long offset) throws IOException {
        GroupCheck check = new GroupCheck(segment.file());
        List<Applied> changes = new ArrayList<>(head.changes());
        int record = 0;
        for (int i = 0; i < head.changes(); i++) {
            if (head.kind(i) == GroupMember.Kind.CHANGE && !head.dropped(record)) {
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
