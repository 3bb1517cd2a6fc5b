package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An open segment file with its table. Any thread reads it. */
final class Segment implements Closeable {
    /** Records that are remembered to be sound. */
    private static final int SOUND = 128;

    private final SegmentHeader header;
    private final Disk.DiskFile file;
    private final SegmentTable table;
    private final Set<Position> sound = ConcurrentHashMap.newKeySet();
    private volatile long end;
    private int leases;
    private long lastUse;

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
        return here.isPresent() ? here : search(offset, entry);
    }

    private Optional<Place> search(long offset, long entry) throws IOException {
        return GroupSearch.first(file, header.volume().mark(), offset, end, head -> head.entry() >= entry);
    }

    Place find(Position position) throws IOException {
        long offset = walk(position, end);
        Optional<GroupHead> head = head(offset);
        if (head.isEmpty() || head.get().entry() != position.entry()) {
            throw new DamagedRecord(position, name(), "no sound group");
        }
        if (position.record() >= head.get().records()) {
            throw new DamagedRecord(
                    position, name(), "the group has " + head.get().records() + " records");
        }
        return new Place(head.get(), offset);
    }

    /** Whether the record was found to be what was written, not long ago. */
    boolean knownSound(Position position) {
        return sound.contains(position);
    }

    void sound(Position position) {
        if (sound.size() >= SOUND) {
            sound.clear();
        }
        sound.add(position);
    }

    private long walk(Position position, long limit) throws IOException {
        ByteBuffer fixed = ByteBuffer.allocate(GroupHead.FIXED_BYTES);
        long offset = table.before(position.entry());
        while (offset < limit) {
            file.read(fixed.clear(), offset);
            if (GroupHead.size(fixed, header.volume().mark(), limit - offset).isEmpty()) {
                long broken = offset;
                return search(offset, position.entry())
                        .map(Place::offset)
                        .orElseThrow(() -> new DamagedRecord(position, name(), "no group at " + broken));
            }
            if (fixed.getLong(24) >= position.entry()) {
                return offset;
            }
            offset = GroupHead.next(offset, fixed.getInt(12));
        }
        throw new DamagedRecord(position, name(), "no such entry");
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

    @Override
    public void close() throws IOException {
        file.close();
    }
}
