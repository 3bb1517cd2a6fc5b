package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import waypost.message.Octets;

/** A journal that is a list: what is appended is applied at once, unless the process ends in between. */
final class ListJournal implements Journal {
    /** The end of the process. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A record, as a value. */
    record Written(long account, ByteBuffer record, boolean part) {}

    /** Sees each operation before it is written, and may have another written. */
    @FunctionalInterface
    interface Scribe {
        List<StateRecord> write(List<StateRecord> records) throws IOException;
    }

    private final List<Written> written;
    private final Index index;
    private Scribe scribe = records -> records;
    private long killAt;

    ListJournal(List<Written> before, Index index) throws IOException {
        this.written = new ArrayList<>(before);
        this.index = index;
        for (int i = 0; i < written.size(); i++) {
            apply(i);
        }
    }

    void scribe(Scribe by) {
        scribe = by;
    }

    /** Ends the process between journal and index of this append, counted from now. */
    void killAt(long append) {
        killAt = append;
    }

    List<Written> written() {
        return List.copyOf(written);
    }

    private void apply(int at) throws IOException {
        Written one = written.get(at);
        if (!one.part()) {
            ByteBuffer operation = one.record().asReadOnlyBuffer();
            index.apply(at + 1, List.of(new Applied(new Position(at + 1, 0), one.account(), operation, 0)), this);
        }
    }

    private CompletableFuture<Position> take(long account, ByteBuffer record, boolean part) {
        try {
            ByteBuffer octets = record.duplicate();
            RecordCodec.Operation operation = RecordCodec.operation(octets.duplicate());
            if (!part && operation.earlier().isEmpty()) {
                List<StateRecord> records = scribe.write(operation.records());
                octets = ByteBuffer.wrap(
                        RecordCodec.pieces(records, Journal.MAX_RECORD_BYTES).getFirst());
            }
            ByteBuffer copy = ByteBuffer.allocate(octets.remaining());
            written.add(new Written(account, copy.put(octets.duplicate()).flip(), part));
            if (--killAt == 0) {
                throw new Killed();
            }
            apply(written.size() - 1);
            return CompletableFuture.completedFuture(new Position(written.size(), 0));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void start(Owner owner) {
        owner.gained(term());
    }

    @Override
    public long term() {
        return 1;
    }

    @Override
    public CompletableFuture<Void> handOver(String node) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Position> append(long term, Change change) {
        return take(change.account(), change.operation(), false);
    }

    @Override
    public CompletableFuture<Position> appendPart(long term, long account, ByteBuffer part, Change.Growth growth) {
        return take(account, part, true);
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public Octets body(List<BodyPart> parts) {
        ByteBuffer record = written.get((int) parts.getFirst().position().entry() - 1)
                .record()
                .duplicate();
        byte[] octets = new byte[record.remaining()];
        record.get(octets);
        return Octets.of(octets);
    }

    @Override
    public long appliedThrough() {
        return written.size();
    }

    @Override
    public Pins.Pin pin() {
        return Pins.Pin.NONE;
    }

    @Override
    public Segments segments() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
