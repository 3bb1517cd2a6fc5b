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

    UnthreadedJournal(Disk disk, JournalSettings settings, Index index) throws IOException {
        core = new JournalOpening(disk, settings, damage -> {
                    throw new AssertionError(damage.toString());
                })
                .open(index, new SplittableRandom(1));
    }

    final JournalCore core() {
        return core;
    }

    abstract CompletableFuture<Position> append(Change change, GroupMember.Kind kind);

    /** Applies the next group; false when there is none. */
    final boolean apply() {
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
        core.close();
    }
}
