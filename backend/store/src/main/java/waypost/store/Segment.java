package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;

/** An open segment file with its table. Any thread reads it. */
final class Segment implements Closeable {
    private final SegmentHeader header;
    private final Disk.DiskFile file;
    private final SegmentTable table;
    private volatile long end;
    private int leases;
    private long lastUse;
    private volatile boolean retired;

    Segment(SegmentHeader header, Disk.DiskFile file, SegmentTable table, long end) {
        this.header = header;
        this.file = file;
        this.table = table;
        this.end = end;
    }

    /** A group and where it begins. */
    record Place(GroupHead head, long offset) {}

    String name() {
        return SegmentHeader.name(header.first());
    }

    SegmentHeader header() {
        return header;
    }

    Disk.DiskFile file() {
        return file;
    }

    SegmentTable table() {
        return table;
    }

    /** Behind the last group. */
    long end() {
        return end;
    }

    /** The committer has written a group at the end. */
    void grown(long entry, long newEnd) {
        table.add(entry, end);
        end = newEnd;
    }

    /** The head of the group that begins here. */
    Optional<GroupHead> head(long offset) throws IOException {
        return GroupHead.read(file, header.volume().mark(), offset, end);
    }

    /** The group that begins here; if none does, the next one behind it of this entry or a later one. */
    Optional<Place> next(long offset, long entry) throws IOException {
        Optional<Place> here = head(offset).map(head -> new Place(head, offset));
        return here.isPresent() ? here : search(offset, end, head -> head.entry() >= entry);
    }

    private Optional<Place> search(long from, long to, Predicate<GroupHead> wanted) throws IOException {
        return GroupSearch.first(file, header.volume().mark(), from, to, wanted);
    }

    /** The group that has the record: its own head is sound, whatever has become of those before it. */
    Place find(Position position) throws IOException {
        long entry = position.entry();
        Optional<Place> walked = walk(entry);
        Place place = (walked.isPresent()
                        ? walked
                        : search(table.before(entry), table.behind(entry, end), head -> head.covers(entry)))
                .orElseThrow(() -> new DamagedRecord(position, name(), "no sound group"));
        if (place.head().changes() == 0) {
            throw new CleanedRecord(position, name());
        }
        if (position.record() >= place.head().records()) {
            throw new DamagedRecord(
                    position, name(), "the group has " + place.head().records() + " records");
        }
        if (place.head().dropped(position.record())) {
            throw new CleanedRecord(position, name());
        }
        return place;
    }

    /** Where the heads lead that lie before the group. To be fast they are not checked: none when they lead elsewhere. */
    private Optional<Place> walk(long entry) throws IOException {
        ByteBuffer fixed = ByteBuffer.allocate(GroupHead.FIXED_BYTES);
        long limit = end;
        long offset = table.before(entry);
        while (offset < limit) {
            file.read(fixed.clear(), offset);
            boolean led = GroupHead.size(fixed, header.volume().mark(), limit - offset)
                    .isPresent();
            if (!led || fixed.getLong(24) >= entry) {
                long at = offset;
                return head(at).filter(head -> head.covers(entry)).map(head -> new Place(head, at));
            }
            offset = GroupHead.next(offset, fixed.getInt(12));
        }
        return Optional.empty();
    }

    /** Guarded by {@link Segments}. */
    void leased(long now) {
        leases++;
        lastUse = now;
    }

    void released() {
        leases--;
    }

    boolean idle() {
        return leases == 0;
    }

    long lastUse() {
        return lastUse;
    }

    /** Another file has its name; those who have leased it go on with this one. */
    void retire() {
        retired = true;
    }

    boolean retired() {
        return retired;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
