package waypost.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** Lays groups out in one buffer, used again for each. Thread: the committer. */
final class GroupWriter {
    private final ByteBuffer buffer;
    private final long mark;
    private final long incarnation;
    private final CRC32C crc = new CRC32C();

    GroupWriter(int groupBytes, long mark, long incarnation) {
        buffer = ByteBuffer.allocateDirect(groupBytes);
        this.mark = mark;
        this.incarnation = incarnation;
    }

    /** The bytes of the group; valid until the next call. */
    ByteBuffer lay(long entry, List<GroupMember> members) {
        int records = 0;
        for (GroupMember member : members) {
            records += member.change().records();
        }
        buffer.clear().position(GroupHead.bytes(members.size(), records));
        int record = 0;
        for (int i = 0; i < members.size(); i++) {
            Change change = members.get(i).change();
            GroupHead.putChange(buffer, i, members.get(i));
            for (int j = 0; j < change.records(); j++) {
                putRecord(members.size(), record++, change.record(j));
            }
        }
        buffer.flip();
        GroupHead.complete(buffer, mark, incarnation, entry, members.size(), records);
        return buffer;
    }

    private void putRecord(int changes, int number, ByteBuffer bytes) {
        int begin = buffer.position();
        buffer.put(bytes.duplicate());
        crc.reset();
        crc.update(buffer.duplicate().flip().position(begin));
        GroupHead.putRecord(buffer, changes, number, buffer.position() - begin, (int) crc.getValue());
    }
}
