package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of a volume: applies what the journal says to a table and publishes it. {@link #apply} belongs to the applier's
 * thread. The same journal gives the same table, whatever the flushes and replays between; only derived entries differ.
 */
final class AccountIndex implements Journal.Index {
    private static final Logger log = LoggerFactory.getLogger(AccountIndex.class);

    private static final int FORMAT = 6;
    private static final int APPLIED_OCTETS = 12;

    private final Table table;
    private final Consumer<List<Effect>> published;
    private final DerivedEntries derived = new DerivedEntries();
    private final Damages damages;
    private final AtomicLong damaged = new AtomicLong();
    private volatile long applied;
    private volatile long flushed;

    AccountIndex(Table table, Consumer<List<Effect>> published) throws IOException {
        this(table, published, AccountIndex::report);
    }

    AccountIndex(Table table, Consumer<List<Effect>> published, Damages damages) throws IOException {
        this.table = table;
        this.published = published;
        this.damages = damages;
        this.applied = applied(table);
        this.flushed = applied;
    }

    /** The last entry that is in the table. */
    static long applied(Table table) throws IOException {
        Optional<byte[]> known = table.get(Family.VOLUME, Keys.APPLIED);
        return known.isPresent() ? applied(ByteBuffer.wrap(known.get())) : 0;
    }

    /** Whether the table is empty or of the format that this release reads. */
    static boolean reads(Table table) throws IOException {
        return table.get(Family.VOLUME, Keys.APPLIED)
                .map(ByteBuffer::wrap)
                .filter(value -> !known(value))
                .isEmpty();
    }

    private static boolean known(ByteBuffer applied) {
        return applied.remaining() == APPLIED_OCTETS && applied.getInt(Long.BYTES) == FORMAT;
    }

    /** An index of another format is not read: the journal gives one of this. */
    private static long applied(ByteBuffer value) throws IOException {
        if (!known(value)) {
            throw new IndexUnreadable("the index is of another format and has to be rebuilt");
        }
        return value.getLong();
    }

    /** Is told of what an operation says that this release cannot read. */
    @FunctionalInterface
    interface Damages {
        void found(long account, Position position, String what);
    }

    private static void report(long account, Position position, String what) {
        log.error("event=damaged-record account={} position={} what={}", account, position, what);
    }

    @Override
    public long appliedThrough() {
        return flushed;
    }

    @Override
    public void apply(long entry, List<Applied> changes, Bodies earlier) throws IOException {
        if (entry <= applied) {
            return;
        }
        Batch batch = new Batch(table);
        List<Effect> effects = new ArrayList<>();
        for (Applied change : changes) {
            RecordCodec.Operation operation = RecordCodec.operation(change.operation());
            for (BodyPart part : operation.earlier()) {
                take(change, part.position(), piece(part, earlier), batch, effects);
            }
            take(change, change.position(), operation, batch, effects);
        }
        batch.put(
                Family.VOLUME,
                Keys.APPLIED,
                ByteBuffer.allocate(APPLIED_OCTETS)
                        .putLong(entry)
                        .putInt(FORMAT)
                        .array());
        List<ByteBuffer> derivedHere = derived.put(batch);
        table.write(batch);
        applied = entry;
        derived.written(derivedHere);
        published.accept(effects);
    }

    /** What the journal has lost is damage like any other; of a piece that was cleaned nothing is needed. */
    private static RecordCodec.Operation piece(BodyPart part, Bodies earlier) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(part.length());
        try {
            earlier.body(List.of(part)).read(0, part.length(), piece::put);
            return RecordCodec.operation(piece.flip());
        } catch (CleanedRecord _) {
            return new RecordCodec.Operation(List.of(), List.of(), List.of());
        } catch (DamagedRecord | JournalDamaged | NoSuchFileException lost) {
            return new RecordCodec.Operation(List.of(), List.of(), List.of(String.valueOf(lost.getMessage())));
        }
    }

    /** @param at where the records are: with the change, or in a part that went ahead of it */
    private void take(Applied change, Position at, RecordCodec.Operation operation, Batch batch, List<Effect> effects)
            throws IOException {
        for (String damage : operation.damage()) {
            damaged.incrementAndGet();
            damages.found(change.account(), at, damage);
        }
        for (StateRecord state : operation.records()) {
            take(batch, new Entry(at, resolved(state, change.position())), effects);
        }
    }

    /** By the applier or by the cleaner. */
    @Override
    public synchronized void flush() throws IOException {
        long through = applied;
        table.flush();
        flushed = through;
    }

    @Override
    public long checkpoint(Path into) throws IOException {
        return table.checkpoint(into, AccountIndex::applied);
    }

    @Override
    public synchronized void restore(Path from) throws IOException {
        table.restore(from);
        applied = applied(table);
        flushed = applied;
    }

    /** The last entry that is in the table, whether it would survive a crash or not. */
    long applied() {
        return applied;
    }

    /** Records met that could not be read. */
    long damaged() {
        return damaged.get();
    }

    /** Takes what was derived from a body; it is written with the next change, if there is room for it until then. Any thread. */
    void derive(byte[] key, byte[] value) {
        derived.add(key, value);
    }

    Optional<byte[]> derived(byte[] key) throws IOException {
        Optional<byte[]> waiting = derived.get(key);
        return waiting.isPresent() ? waiting : table.get(Family.DERIVED, key);
    }

    static StateRecord resolved(StateRecord state, Position operation) {
        return switch (state) {
            case StateRecord.Item item -> item.resolved(operation);
            case StateRecord.Held held -> held.resolved(operation);
            case StateRecord.Kept kept -> kept.resolved(operation);
            case StateRecord other -> other;
        };
    }

    private static void take(Batch batch, Entry entry, List<Effect> effects) throws IOException {
        byte[] key = Keys.thing(entry.state());
        Optional<byte[]> old = batch.get(Family.ACCOUNTS, key);
        Optional<StateRecord> before = Optional.empty();
        if (old.isPresent()) {
            Entry older = Entry.of(old.get());
            if (!entry.replaces(older)) {
                return;
            }
            before = Optional.of(older.state());
        }
        if (IndexLinks.late(batch, entry.state())) {
            return;
        }
        batch.put(Family.ACCOUNTS, key, entry.bytes());
        IndexLinks.update(batch, before, entry.state());
        effects.add(new Effect(before, entry.state(), MemberRows.row(batch, entry.state())));
    }
}
