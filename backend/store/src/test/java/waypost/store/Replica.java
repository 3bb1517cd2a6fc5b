package waypost.store;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A journal that other nodes have as well: the same segment files, of what a {@link Quorum} decides. As owner it proposes, and what it proposes is decided at once
 * unless it loses its office just then.
 */
final class Replica extends SteppedJournal {
    private final Quorum quorum;
    private final JournalSettings settings;
    private final ReserveGauge gauge;
    private long deposeAt = Long.MAX_VALUE;

    Replica(Quorum quorum, Disk disk, JournalSettings settings, int operationBytes, Index index) throws IOException {
        super(disk, settings, operationBytes, index);
        this.quorum = quorum;
        this.settings = settings;
        this.gauge = new ReserveGauge(disk, settings.reserve());
    }

    @Override
    public void start(Owner told) {
        owner(told);
        quorum.join(this);
    }

    /** Another becomes the owner while this append is under way, counted from now. */
    void deposeAt(long append) {
        deposeAt = append;
    }

    @Override
    CompletableFuture<Position> append(Change change, GroupMember.Kind kind) {
        GroupMember member = new GroupMember(change, kind, new CompletableFuture<>());
        member.requireFits(settings.groupBytes());
        synchronized (quorum) {
            if (!quorum.isOwner(this)) {
                return CompletableFuture.failedFuture(new JournalFailure.NotOwner("another is"));
            }
            if (change.growth() == Change.Growth.GROWS && !hasRoom()) {
                return CompletableFuture.failedFuture(new JournalFailure.Full("down to the reserve"));
            }
            if (--deposeAt == 0) {
                core().queue().add(member);
                quorum.elect(quorum.other(this));
                return member.outcome();
            }
            return super.append(change, kind);
        }
    }

    @Override
    void commit(List<GroupMember> members) {
        List<GroupMember> standing = Group.standing(members);
        long before = core().order().gathered();
        super.commit(standing);
        if (core().order().gathered() > before) {
            quorum.decided(standing);
        }
    }

    @Override
    void stepped() {
        if (!sound()) {
            quorum.depose(this);
        }
    }

    @Override
    void die() {
        quorum.leave(this);
    }

    /** What waits to be decided. */
    List<GroupMember> next() {
        return core().queue().poll();
    }

    void take(List<GroupMember> decided) {
        core().commit(decided);
        apply();
    }

    boolean sound() {
        return core().order().health() == JournalOrder.Health.SOUND;
    }

    @Override
    public boolean hasRoom() {
        try {
            return gauge.allows(0);
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public CompletableFuture<Void> handOver(String node) {
        quorum.elect(quorum.other(this));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() throws IOException {
        quorum.leave(this);
        super.close();
    }
}
