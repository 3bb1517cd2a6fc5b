package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The segment that groups are appended to. Thread: the committer. */
final class SegmentTail {
    private final Segments segments;
    private final SegmentSpare spare;
    private Segment segment;
    private long capacity;
    private long last;

    SegmentTail(Segments segments, SegmentSpare spare, Segment segment, long last) throws IOException {
        this.segments = segments;
        this.spare = spare;
        this.segment = segment;
        this.capacity = segment.file().size();
        this.last = last;
    }

    /** The first segment of a journal, durably. */
    static SegmentTail begin(Segments segments, SegmentSpare spare) throws IOException {
        Segment segment = begin(segments, spare, spare.take(), 1);
        return new SegmentTail(segments, spare, segment, 0);
    }

    long last() {
        return last;
    }

    boolean fits(long bytes) {
        return segment.end() + bytes <= capacity;
    }

    /** A file for the next segment; when this fails nothing has changed. */
    Disk.DiskFile reserve() throws IOException {
        return spare.take();
    }

    /** Goes over to the next segment and seals the present one: from now on only the next one may end torn. */
    void roll(Disk.DiskFile file) throws IOException {
        Segment full = segment;
        segment = begin(segments, spare, file, last + 1);
        capacity = file.size();
        new SegmentFooter(full.table(), last, full.end()).seal(full.file());
        segments.release(full);
    }

    private static Segment begin(Segments segments, SegmentSpare spare, Disk.DiskFile file, long first)
            throws IOException {
        SegmentHeader header = new SegmentHeader(
                segments.identity(), first, segments.identity().incarnation());
        header.write(file);
        file.force();
        spare.rename(SegmentHeader.name(first));
        segments.disk().force();
        Segment segment = new Segment(header, file, new SegmentTable(), SegmentHeader.BYTES);
        segments.add(segment);
        return segment;
    }

    /** Writes the group of the next entry. */
    void append(ByteBuffer group) throws IOException {
        long end = GroupHead.next(segment.end(), group.remaining());
        segment.file().write(group, segment.end());
        last++;
        segment.grown(last, end);
    }

    /** What has just been appended need not be read to be known. */
    void appended(List<GroupMember> members) {
        int record = 0;
        for (GroupMember member : members) {
            for (int i = 0; i < member.change().records(); i++, record++) {
                segments.checked()
                        .add(
                                segment,
                                new Position(last, record),
                                member.change().record(i).remaining());
            }
        }
    }

    void force() throws IOException {
        segment.file().force();
    }
}
