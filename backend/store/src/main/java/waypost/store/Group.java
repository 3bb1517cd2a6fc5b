package waypost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The changes that share an entry: one write, one sync. */
record Group(long entry, List<GroupMember> members) {
    long bytes() {
        long sum = GroupHead.FIXED_BYTES;
        for (GroupMember member : members) {
            sum += member.bytes();
        }
        return sum;
    }

    /** What the index is given. */
    List<Applied> changes() {
        List<Applied> changes = new ArrayList<>(members.size());
        int record = 0;
        for (GroupMember member : members) {
            Change change = member.change();
            if (member.kind() == GroupMember.Kind.CHANGE) {
                changes.add(new Applied(
                        new Position(entry, record),
                        change.account(),
                        change.operation().asReadOnlyBuffer(),
                        change.bodies().size()));
            }
            record += change.records();
        }
        return changes;
    }

    void acknowledge() {
        int record = 0;
        for (GroupMember member : members) {
            member.outcome().complete(new Position(entry, record));
            record += member.change().records();
        }
    }

    void fail(JournalFailure failure) {
        fail(members, failure);
    }

    /** Those that can still be stored. What was prepared on a change that has been refused is refused as well, and so on. */
    static List<GroupMember> standing(List<GroupMember> members) {
        List<GroupMember> standing = new ArrayList<>(members.size());
        for (GroupMember member : members) {
            if (member.change().ground().fallen()) {
                fail(List.of(member), new JournalFailure.Unfounded("prepared on a change that was refused"));
            } else {
                standing.add(member);
            }
        }
        return standing;
    }

    static void fail(List<GroupMember> members, JournalFailure failure) {
        for (GroupMember member : members) {
            CompletableFuture<Position> outcome = member.outcome();
            outcome.completeExceptionally(failure);
        }
    }
}
