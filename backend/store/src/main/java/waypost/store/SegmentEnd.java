package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
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
    private static final int WINDOW = 128 << 10;

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
            Optional<GroupHead> found = GroupHead.read(file, header.volume().mark(), end, size);
            if (found.isEmpty() || !continues(found.get(), last + 1, before, incarnation)) {
                break;
            }
            GroupHead head = found.get();
            if (!check.whole(head, end)) {
                break;
            }
            table.add(head.entry(), end);
            before = head.incarnation();
            last = head.entry();
            lastGroup = end;
            end = GroupHead.next(end, head.length());
        }
        refuseLater(file, new Cut(header.volume().mark(), last + 1, before, end, size));
        return new SegmentEnd(table, last, lastGroup, end);
    }

    /** A group with a lower incarnation than the one before it was left behind by an earlier cut. */
    static boolean continues(GroupHead head, long entry, long before, long incarnation) {
        return head.entry() == entry && head.incarnation() >= before && head.incarnation() <= incarnation;
    }

    private record Cut(long mark, long entry, long incarnation, long offset, long size) {}

    /** A group is written only after the one before it was forced: a later one behind the cut shows that a durable one is broken. */
    private static void refuseLater(Disk.DiskFile file, Cut cut) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        for (long at = cut.offset; at < cut.size; at += WINDOW) {
            window.clear();
            file.read(window, at);
            window.flip();
            for (int i = 0; i + Long.BYTES <= window.limit(); i += Long.BYTES) {
                if (window.getLong(i) != cut.mark) {
                    continue;
                }
                Optional<GroupHead> head = GroupHead.read(file, cut.mark, at + i, cut.size);
                if (head.isPresent()
                        && head.get().entry() > cut.entry
                        && head.get().incarnation() >= cut.incarnation) {
                    throw new JournalDamaged("entry " + cut.entry + " at " + cut.offset + " is broken, but entry "
                            + head.get().entry() + " was written behind it");
                }
            }
        }
    }
}
