package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import waypost.message.Octets;

/** The journal of a volume on this node's own disk: numbers its entries itself and forces its files. */
public final class LocalJournal implements Journal {
    private final JournalCore core;
    private final String name;
    private final ReserveGauge gauge;
    private final int groupBytes;

    private volatile long term = NO_TERM;
    private Optional<JournalThreads> threads = Optional.empty();

    private LocalJournal(String name, JournalCore core, ReserveGauge gauge, int groupBytes) {
        this.name = name;
        this.core = core;
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
        return new LocalJournal(name, core, new ReserveGauge(disk, settings.reserve()), settings.groupBytes());
    }

    /** The term is the journal's incarnation: it grows at each opening. Lost when the journal is closed or its index fails, and gained again only when it is opened anew. */
    @Override
    public void start(Owner owner) {
        long gained = core.segments().identity().incarnation();
        threads = Optional.of(new JournalThreads(name, core, () -> {
            term = NO_TERM;
            owner.lost(gained);
        }));
        term = gained;
        owner.gained(gained);
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public CompletableFuture<Void> handOver(String node) {
        return CompletableFuture.failedFuture(new JournalFailure.NotOwner("no other node has this journal"));
    }

    @Override
    public CompletableFuture<Position> append(long under, Change change) {
        return append(under, change, GroupMember.Kind.CHANGE);
    }

    @Override
    public CompletableFuture<Position> appendPart(long under, long account, ByteBuffer part, Change.Growth growth) {
        return append(under, new Change(account, part, List.of(), growth), GroupMember.Kind.PART);
    }

    private CompletableFuture<Position> append(long under, Change change, GroupMember.Kind kind) {
        GroupMember member = new GroupMember(change, kind, new CompletableFuture<>());
        member.requireFits(groupBytes);
        if (under == NO_TERM || under != core.segments().identity().incarnation()) {
            return CompletableFuture.failedFuture(new JournalFailure.NotOwner("prepared in term " + under));
        }
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
        if (threads.isPresent()) {
            threads.get().finish();
        }
        core.close();
    }
}
