package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal without threads in which appends wait until they are committed, and groups until they are applied. */
final class DelayedJournal extends UnthreadedJournal {
    private final AtomicInteger appended = new AtomicInteger();
    private boolean hasRoom = true;

    DelayedJournal(Disk disk, JournalSettings settings, Index index) throws IOException {
        super(disk, settings, index);
    }

    /** Whether appends of what grows are let in. */
    void hasRoom(boolean has) {
        hasRoom = has;
    }

    /** How many appends have been let in so far. Any thread. */
    int appended() {
        return appended.get();
    }

    /** Commits what waits. */
    void commit() {
        core().commit(core().queue().poll());
    }

    /** The disk turns out to have no room for what grows, or for anything. */
    void commitWithoutRoom(Change.Growth most) {
        List<GroupMember> refused = new ArrayList<>();
        List<GroupMember> others = new ArrayList<>();
        for (GroupMember member : core().queue().poll()) {
            (member.change().growth().compareTo(most) <= 0 ? refused : others).add(member);
        }
        Group.fail(refused, new JournalFailure.Full("no room"));
        core().commit(others);
    }

    /** What waits ends without anybody knowing how; it is not stored. */
    void commitUnresolved() {
        Group.fail(core().queue().poll(), new JournalFailure.Unresolved("no owner"));
    }

    @Override
    CompletableFuture<Position> append(Change change, GroupMember.Kind kind) {
        if (!hasRoom && change.growth() == Change.Growth.GROWS) {
            return CompletableFuture.failedFuture(new JournalFailure.Full("down to the reserve"));
        }
        GroupMember member = new GroupMember(change, kind, new CompletableFuture<>());
        core().queue().add(member);
        appended.incrementAndGet();
        return member.outcome();
    }

    @Override
    public boolean hasRoom() {
        return hasRoom;
    }
}
