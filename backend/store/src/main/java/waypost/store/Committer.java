package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Puts changes into groups, and groups on the disk. Thread: one of its own for each volume, or whoever steps it. */
final class Committer {
    private final JournalState state;
    private final SegmentTail tail;
    private final GroupWriter writer;

    Committer(JournalState state, SegmentTail tail, GroupWriter writer) {
        this.state = state;
        this.tail = tail;
        this.writer = writer;
    }

    sealed interface Gathering {
        /** A group that has a place in the segment. */
        record Ready(Group group) implements Gathering {}

        /** There is no place; nothing has changed. */
        record Full(List<GroupMember> refused, List<GroupMember> others, String why) implements Gathering {}

        /** The way to the next segment broke. */
        record Broken(List<GroupMember> refused, IOException why) implements Gathering {}
    }

    /** Makes a group of these members, and a place for it. */
    Gathering gather(List<GroupMember> members) {
        Group group = new Group(state.now().gathered() + 1, members);
        if (tail.fits(group.bytes())) {
            return new Gathering.Ready(group);
        }
        Disk.DiskFile next;
        try {
            next = tail.reserve();
        } catch (IOException e) {
            return full(members, String.valueOf(e.getMessage()));
        }
        try {
            tail.roll(next);
            return new Gathering.Ready(group);
        } catch (IOException e) {
            return new Gathering.Broken(members, e);
        }
    }

    /** What is essential may still fit by itself. */
    private static Gathering full(List<GroupMember> members, String why) {
        List<GroupMember> refused = new ArrayList<>();
        List<GroupMember> essential = new ArrayList<>();
        for (GroupMember member : members) {
            (member.change().growth() == Change.Growth.GROWS ? refused : essential).add(member);
        }
        return refused.isEmpty()
                ? new Gathering.Full(essential, List.of(), why)
                : new Gathering.Full(refused, essential, why);
    }

    void write(Group group) throws IOException {
        tail.append(writer.lay(group.entry(), group.members()));
        tail.appended(group.members());
    }

    void force() throws IOException {
        tail.force();
    }
}
