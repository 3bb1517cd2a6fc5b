package waypost.store;

import java.io.IOException;
import java.util.Optional;

/**
 * Where an unsealed segment ends: behind the last whole group that continues the one before it. What is behind may be the remains of one group
 * that was never acknowledged.
 *
 * @param last the last entry
 * @param lastGroup the offset of its group, or the end when there is none
 * @param end the offset behind it
 */
record SegmentEnd(SegmentTable table, long last, long lastGroup, long end) {
    /**
     * @param incarnation the volume's own; no group can have a higher one
     */
    static SegmentEnd find(Disk.DiskFile file, SegmentHeader header, long incarnation) throws IOException {
        GroupCheck check = new GroupCheck(file);
        SegmentTable table = new SegmentTable();
        long size = file.size();
        long before = header.incarnation();
        long last = header.first() - 1;
        long lastGroup = SegmentHeader.BYTES;
        long end = SegmentHeader.BYTES;
        for (; ; ) {
            Optional<GroupHead> next = GroupHead.read(file, header.volume().mark(), end, size);
            if (next.isEmpty() || !continues(next.get(), last + 1, before, incarnation)) {
                break;
            }
            GroupHead head = next.get();
            if (!check.whole(head, end)) {
                break;
            }
            table.add(head.entry(), end);
            before = head.incarnation();
            last = head.entry();
            lastGroup = end;
            end = GroupHead.next(end, head.length());
        }
        SegmentEnd found = new SegmentEnd(table, last, lastGroup, end);
        refuseLater(file, header.volume().mark(), found, before);
        return found;
    }

    /** A group with a lower incarnation than the one before it was left behind by an earlier cut. */
    static boolean continues(GroupHead head, long entry, long before, long incarnation) {
        return head.entry() == entry && head.incarnation() >= before && head.incarnation() <= incarnation;
    }

    /** A group is written only after the one before it was forced: a later one behind the cut shows that a durable one is broken. */
    private static void refuseLater(Disk.DiskFile file, long mark, SegmentEnd cut, long incarnation)
            throws IOException {
        Optional<Segment.Place> later = GroupSearch.first(
                file,
                mark,
                cut.end,
                file.size(),
                head -> head.entry() > cut.last + 1 && head.incarnation() >= incarnation);
        if (later.isPresent()) {
            throw new JournalDamaged("entry " + (cut.last + 1) + " at " + cut.end + " is broken, but entry "
                    + later.get().head().entry() + " was written behind it");
        }
    }
}
