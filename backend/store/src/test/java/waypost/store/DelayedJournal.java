package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import waypost.message.Octets;

/** A journal without threads in which appends wait until they are committed, and groups until they are applied. */
final class DelayedJournal implements Journal {
    private final JournalCore core;
    private boolean hasRoom = true;

    DelayedJournal(Disk disk, JournalSettings settings, Index index) throws IOException {
        core = new JournalOpening(disk, settings, damage -> {
                    throw new AssertionError(damage.toString());
                })
                .open(index, new SplittableRandom(1));
    }

    /** Whether appends of what grows are let in. */
    void hasRoom(boolean has) {
        hasRoom = has;
    }

    /** Commits what waits. */
    void commit() {
        core.commit(core.queue().poll());
    }

    /** The disk turns out to have no room for what grows, or for anything. */
    void commitWithoutRoom(Change.Growth most) {
        List<GroupMember> refused = new ArrayList<>();
        List<GroupMember> others = new ArrayList<>();
        for (GroupMember member : core.queue().poll()) {
            (member.change().growth().compareTo(most) <= 0 ? refused : others).add(member);
        }
        Group.fail(refused, new JournalFailure.Full("no room"));
        core.commit(others);
    }

    /** Applies the next group; false when there is none. */
    boolean apply() {
        Group group = core.applier().groups().poll();
        if (group != null) {
            core.apply(group);
        }
        return group != null;
    }

    @Override
    public CompletableFuture<Position> append(Change change) {
        return append(change, GroupMember.Kind.CHANGE);
    }

    @Override
    public CompletableFuture<Position> appendPart(long account, ByteBuffer part, Change.Growth growth) {
        return append(new Change(account, part, List.of(), growth), GroupMember.Kind.PART);
    }

    private CompletableFuture<Position> append(Change change, GroupMember.Kind kind) {
        if (!hasRoom && change.growth() == Change.Growth.GROWS) {
            return CompletableFuture.failedFuture(new JournalFailure.Full("down to the reserve"));
        }
        GroupMember member = new GroupMember(change, kind, new CompletableFuture<>());
        core.queue().add(member);
        return member.outcome();
    }

    @Override
    public boolean hasRoom() {
        return hasRoom;
    }

    @Override
    public Octets body(List<BodyPart> parts) {
        return core.segments().body(parts);
    }

    @Override
    public long appliedThrough() {
        return core.order().applied();
    }

    @Override
    public void close() throws IOException {
        core.close();
    }
}
