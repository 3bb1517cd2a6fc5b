package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import waypost.message.Octets;

/** The real journal without its threads: who tests it takes the steps of the committer and of the applier. */
abstract class UnthreadedJournal implements Journal {
    private final JournalCore core;
    private Owner owner = Owner.ALONE;
    private volatile long term = NO_TERM;

    UnthreadedJournal(Disk disk, JournalSettings settings, Index index) throws IOException {
        core = new JournalOpening(disk, settings, damage -> {
                    throw new AssertionError(damage.toString());
                })
                .open(index, new SplittableRandom(1));
    }

    final JournalCore core() {
        return core;
    }

    @Override
    public void start(Owner told) {
        owner = told;
        gain(core.segments().identity().incarnation());
    }

    final void owner(Owner told) {
        owner = told;
    }

    final void gain(long next) {
        term = next;
        owner.gained(next);
    }

    /** Nothing of the term is under way any more. */
    final void lose() {
        long last = term;
        if (last != NO_TERM) {
            term = NO_TERM;
            owner.lost(last);
        }
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public CompletableFuture<Void> handOver(String node) {
        return CompletableFuture.failedFuture(new JournalFailure.NotOwner("alone"));
    }

    abstract CompletableFuture<Position> append(Change change, GroupMember.Kind kind);

    private CompletableFuture<Position> append(long under, Change change, GroupMember.Kind kind) {
        return under == NO_TERM || under != term
                ? CompletableFuture.failedFuture(new JournalFailure.NotOwner("term " + under))
                : append(change, kind);
    }

    /** Applies the next group; false when there is none. */
    final boolean apply() {
        Group group = core.applier().groups().poll();
        if (group != null) {
            core.apply(group);
        }
        return group != null;
    }

    @Override
    public CompletableFuture<Position> append(long under, Change change) {
        return append(under, change, GroupMember.Kind.CHANGE);
    }

    @Override
    public CompletableFuture<Position> appendPart(long under, long account, ByteBuffer part, Change.Growth growth) {
        return append(under, new Change(account, part, List.of(), growth), GroupMember.Kind.PART);
    }

    @Override
    public Octets body(List<BodyPart> parts) {
        return core.segments().body(parts);
    }

    @Override
    public Pins.Pin pin() {
        return core.pin();
    }

    @Override
    public Segments segments() {
        return core.segments();
    }

    @Override
    public long appliedThrough() {
        return core.order().applied();
    }

    @Override
    public void close() throws IOException {
        lose();
        core.close();
    }
}
