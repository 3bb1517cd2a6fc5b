package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import waypost.message.Octets;

/** The journal of a volume on this node's own disk: numbers its entries itself and forces its files. */
public final class LocalJournal implements Journal {
    private final JournalCore core;
    private final JournalThreads threads;
    private final ReserveGauge gauge;
    private final int groupBytes;

    private LocalJournal(JournalCore core, JournalThreads threads, ReserveGauge gauge, int groupBytes) {
        this.core = core;
        this.threads = threads;
        this.gauge = gauge;
        this.groupBytes = groupBytes;
    }

    /**
     * Opens the journal in this folder, or begins one in an empty folder; the index has all of it when this returns.
     *
     * @param name of the volume, for its threads
     * @param damages is told of whatever cannot be read while the index is brought up to date
     */
    public static LocalJournal open(
            String name, Disk disk, JournalSettings settings, Index index, Consumer<SegmentDamage> damages)
            throws IOException {
        JournalCore core = new JournalOpening(disk, settings, damages).open(index, RandomGenerator.of("SecureRandom"));
        JournalThreads threads = new JournalThreads(name, core);
        return new LocalJournal(core, threads, new ReserveGauge(disk, settings.reserve()), settings.groupBytes());
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
        member.requireFits(groupBytes);
        if (change.growth() == Change.Growth.GROWS) {
            try {
                if (!gauge.allows(member.bytes())) {
                    return CompletableFuture.failedFuture(new JournalFailure.Full("the volume is down to its reserve"));
                }
            } catch (IOException e) {
                return CompletableFuture.failedFuture(
                        new JournalFailure.Full("free space is unknown: " + e.getMessage()));
            }
        }
        if (!core.queue().add(member)) {
            return CompletableFuture.failedFuture(new JournalFailure.Stopped("the journal is closed"));
        }
        return member.outcome();
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
    public Octets body(List<BodyPart> parts) {
        return core.segments().body(parts);
    }

    @Override
    public long appliedThrough() {
        return core.order().applied();
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
    public void close() throws IOException {
        threads.finish();
        core.close();
    }
}
