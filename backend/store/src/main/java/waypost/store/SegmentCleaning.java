package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Copies what is left of segments into another file: the same entries, the same positions, whatever else has gone. A segment in which something
 * is broken is not touched. One thread.
 */
final class SegmentCleaning {
    private final Segments segments;
    private final Liveness liveness;
    private final OperationCleaning operations;
    private final Pace pace;

    SegmentCleaning(Segments segments, Liveness liveness, OperationCleaning operations, Pace pace) {
        this.segments = segments;
        this.liveness = liveness;
        this.operations = operations;
        this.pace = pace;
    }

    /** @param last of its entries that are not in the next segment as well */
    void copy(long first, long last, CleanedFile into) throws IOException {
        Segment segment = segments.lease(first);
        try {
            long next = first;
            long offset = SegmentHeader.BYTES;
            while (next <= last && offset < segment.end()) {
                GroupHead head = head(segment, offset);
                if (head.from() > next) {
                    throw broken(segment, next);
                }
                if (head.changes() == 0) {
                    into.run(head, next, Math.min(head.entry(), last));
                } else {
                    into.group(head, left(segment, head, offset));
                }
                next = head.entry() + 1;
                offset = GroupHead.next(offset, head.length());
            }
            if (next <= last) {
                throw broken(segment, next);
            }
        } finally {
            segments.release(segment);
        }
    }

    private static GroupHead head(Segment segment, long offset) throws IOException {
        return segment.head(offset).orElseThrow(() -> new JournalDamaged(segment.name() + " is broken at " + offset));
    }

    private static JournalDamaged broken(Segment segment, long entry) {
        return new JournalDamaged(segment.name() + " has no entry " + entry);
    }

    private List<Optional<ByteBuffer>> left(Segment segment, GroupHead head, long offset) throws IOException {
        List<Optional<ByteBuffer>> left = new ArrayList<>(Collections.nCopies(head.records(), Optional.empty()));
        Source source = new Source(segment, head, offset, head.offsets());
        int record = 0;
        for (int i = 0; i < head.changes(); i++) {
            int end = record + head.recordsOf(i);
            if (!head.dropped(record)) {
                ByteBuffer octets = read(source, record);
                left.set(record, first(head.kind(i), new Position(head.entry(), record), octets));
            }
            for (int body = record + 1; body < end; body++) {
                if (!head.dropped(body) && liveness.needed(new Position(head.entry(), body))) {
                    left.set(body, Optional.of(read(source, body)));
                }
            }
            record = end;
        }
        return left;
    }

    private Optional<ByteBuffer> first(GroupMember.Kind kind, Position at, ByteBuffer octets) throws IOException {
        return switch (kind) {
            case CHANGE -> operations.ofChange(at, octets);
            case PART -> operations.needed(at, octets) ? Optional.of(octets) : Optional.empty();
        };
    }

    /** A group that is copied from. */
    private record Source(Segment segment, GroupHead head, long offset, int[] offsets) {}

    private ByteBuffer read(Source source, int record) throws IOException {
        GroupHead head = source.head();
        ByteBuffer octets = ByteBuffer.allocate(head.length(record));
        source.segment().file().read(octets, source.offset() + source.offsets()[record]);
        pace.spend(octets.capacity());
        if (octets.hasRemaining() || GroupCheck.crc(octets.flip()) != head.crc(record)) {
            throw new DamagedRecord(
                    new Position(head.entry(), record), source.segment().name(), "not copied");
        }
        return octets;
    }
}
