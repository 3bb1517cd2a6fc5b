package waypost.store;

import java.io.IOException;
import java.util.Optional;

/**
 * A sealed segment whose footer is lost: its groups themselves say which entries they are. The heads are checked, the records are when they are
 * read. One thread.
 */
final class SegmentRemains {
    private final Disk.DiskFile file;
    private final JournalIdentity volume;
    private final long size;
    private final SegmentTable table = new SegmentTable();
    private long last;
    private long incarnation;
    private long end = SegmentHeader.BYTES;

    private SegmentRemains(Disk.DiskFile file, JournalIdentity volume, long first) throws IOException {
        this.file = file;
        this.volume = volume;
        this.size = file.size();
        this.last = first - 1;
    }

    /** The footer that this segment would have, as far as can be told. */
    static SegmentFooter footer(Disk.DiskFile file, JournalIdentity volume, long first, long next) throws IOException {
        SegmentRemains remains = new SegmentRemains(file, volume, first);
        while (remains.last < next - 1 && remains.step(next)) {
            continue;
        }
        return new SegmentFooter(remains.table, remains.last, remains.end);
    }

    /** Over the next group; false when there is none. */
    private boolean step(long next) throws IOException {
        Optional<GroupHead> here =
                GroupHead.read(file, volume.mark(), end, size).filter(head -> follows(head, next));
        if (here.isPresent()) {
            table.add(here.get().from(), end);
            passed(here.get(), end);
            return true;
        }
        Optional<Segment.Place> later = GroupSearch.first(file, volume.mark(), end, size, head -> follows(head, next));
        later.ifPresent(place -> {
            table.resume(place.head().from(), place.offset());
            passed(place.head(), place.offset());
        });
        return later.isPresent();
    }

    /** What an earlier cut left behind has a lower incarnation than the groups before it. */
    private boolean follows(GroupHead head, long next) {
        return head.entry() > last
                && head.entry() < next
                && head.incarnation() >= incarnation
                && head.incarnation() <= volume.incarnation();
    }

    private void passed(GroupHead head, long offset) {
        last = head.entry();
        incarnation = head.incarnation();
        end = GroupHead.next(offset, head.length());
    }
}
