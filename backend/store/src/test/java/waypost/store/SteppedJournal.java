package waypost.store;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A journal without threads: each append is committed and applied before it returns, unless the process dies in between. */
class SteppedJournal extends UnthreadedJournal {
    /** The end of the process. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final int operationBytes;
    private long killAt = Long.MAX_VALUE;

    SteppedJournal(Disk disk, JournalSettings settings, int operationBytes, Index index) throws IOException {
        super(disk, settings, index);
        this.operationBytes = operationBytes;
    }

    /** Lets the process die between disk and index of this append, counted from now. */
    void killAt(long append) {
        killAt = append;
    }

    @Override
    CompletableFuture<Position> append(Change change, GroupMember.Kind kind) {
        GroupMember member = new GroupMember(change, kind, new CompletableFuture<>());
        if (!core().queue().add(member)) {
            return CompletableFuture.failedFuture(new JournalFailure.Stopped("closed"));
        }
        commit(core().queue().poll());
        if (--killAt == 0) {
            throw new Killed();
        }
        apply();
        stepped();
        return member.outcome();
    }

    void commit(List<GroupMember> members) {
        core().commit(members);
    }

    /** The process has ended. */
    void die() {}

    /** After each append. */
    void stepped() {}

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public int operationBytes() {
        return operationBytes;
    }
}
