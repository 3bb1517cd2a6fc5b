package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import waypost.message.Octets;

/** A journal without threads: each append is committed and applied before it returns, unless the process dies in between. */
final class SteppedJournal implements Journal {
    /** The end of the process. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final JournalCore core;
    private final int operationBytes;
    private long killAt = Long.MAX_VALUE;

    SteppedJournal(Disk disk, JournalSettings settings, int operationBytes, Index index) throws IOException {
        this.operationBytes = operationBytes;
        core = new JournalOpening(disk, settings, damage -> {
                    throw new AssertionError(damage.toString());
                })
                .open(index, new SplittableRandom(1));
    }

    /** Lets the process die between disk and index of this append, counted from now. */
    void killAt(long append) {
        killAt = append;
    }

    JournalCore core() {
        return core;
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
        GroupMember member = new GroupMember(change, kind, new CompletableFuture<>());
        if (!core.queue().add(member)) {
            return CompletableFuture.failedFuture(new JournalFailure.Stopped("closed"));
        }
        core.commit(core.queue().poll());
        if (--killAt == 0) {
            throw new Killed();
        }
        Group group = core.applier().groups().poll();
        if (group != null) {
            core.apply(group);
        }
        return member.outcome();
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public Octets body(List<BodyPart> parts) {
        return core.segments().body(parts);
    }

    @Override
    public int operationBytes() {
        return operationBytes;
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
