package waypost.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * What the replicas of one journal have agreed on, in memory: the groups of changes in their order, and who may add to them. A replica that is not the owner takes
 * what was decided when it {@link #follow follows}. Safe for threads.
 */
final class Quorum {
    private final SplittableRandom random;
    private final List<List<Agreed>> decided = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();
    private Optional<Replica> owner = Optional.empty();
    private long terms;

    /** A change as every replica gets it. */
    private record Agreed(Change change, GroupMember.Kind kind) {
        static Agreed of(GroupMember member) {
            Change change = member.change();
            Change own = new Change(
                    change.account(),
                    copy(change.operation()),
                    change.bodies().stream().map(Agreed::copy).toList(),
                    Change.Growth.ESSENTIAL);
            return new Agreed(own, member.kind());
        }

        private static ByteBuffer copy(ByteBuffer of) {
            ByteBuffer copy = ByteBuffer.allocate(of.remaining());
            return copy.put(of.duplicate()).flip();
        }

        GroupMember member() {
            return new GroupMember(change, kind, new CompletableFuture<>());
        }
    }

    Quorum(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The same agreement, of which nobody is a replica yet. */
    synchronized Quorum copy() {
        Quorum copy = new Quorum(random.nextLong());
        copy.decided.addAll(decided);
        copy.terms = terms;
        return copy;
    }

    synchronized void join(Replica replica) {
        replicas.add(replica);
        if (owner.isEmpty()) {
            elect(replica);
        } else {
            follow(replica);
        }
    }

    /** Its process has ended; what it proposed last is decided or not. */
    synchronized void leave(Replica replica) {
        replicas.remove(replica);
        if (isOwner(replica)) {
            owner = Optional.empty();
        }
    }

    synchronized boolean isOwner(Replica replica) {
        return owner.filter(replica::equals).isPresent();
    }

    synchronized void elect(Replica next) {
        owner.ifPresent(this::depose);
        follow(next);
        owner = Optional.of(next);
        next.gain(++terms);
    }

    /** Some of what waits was decided before the others had another owner; nobody tells whose it was. */
    synchronized void depose(Replica last) {
        owner = Optional.empty();
        int survivors = random.nextInt(3);
        for (List<GroupMember> group = last.next(); !group.isEmpty(); group = last.next()) {
            List<GroupMember> standing = Group.standing(group);
            if (!standing.isEmpty() && survivors-- > 0) {
                decided(standing);
            } else {
                survivors = 0; // what follows was prepared on it
            }
            Group.fail(standing, new JournalFailure.Unresolved("another owner"));
        }
        last.lose();
    }

    synchronized void decided(List<GroupMember> group) {
        decided.add(group.stream().map(Agreed::of).toList());
    }

    /** All that was decided comes to this replica. */
    synchronized void follow(Replica replica) {
        while (replica.appliedThrough() < decided.size() && replica.sound()) {
            replica.take(decided.get((int) replica.appliedThrough()).stream()
                    .map(Agreed::member)
                    .toList());
        }
    }

    synchronized void followAll() {
        replicas.forEach(this::follow);
    }

    /** Of those that are there. */
    synchronized void electAny() {
        elect(replicas.get(random.nextInt(replicas.size())));
    }

    synchronized Replica other(Replica than) {
        return replicas.stream().filter(one -> one != than).findFirst().orElseThrow();
    }
}
