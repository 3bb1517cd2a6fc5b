package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.message.Scanned;
import waypost.message.ThreadLinks;

/**
 * A body that has arrived whole. Its last part reaches the journal with the first commit that names it; from then on commits name it by position. One
 * thread; closing frees what still waits in memory or in a file, and what is in the journal if nothing names it.
 */
public final class ReceivedBody implements AutoCloseable {
    private final long account;
    private final Journal journal;
    private final long term;
    private final UploadMemory memory;
    private final Pins.Pin pin;
    private final List<BodyPart> parts;
    private final long size;
    private final int crc;
    private final Optional<byte[]> sha256;
    private final Scanned scanned;
    private final List<Long> links;
    private Rest rest;

    /** What is not in the journal yet: in a buffer ready to be flipped, or in a file. */
    record Rest(Optional<ByteBuffer> buffer, Optional<Incoming.Spill> spill) {
        static final Rest NONE = new Rest(Optional.empty(), Optional.empty());

        boolean none() {
            return buffer.filter(bytes -> bytes.position() > 0).isEmpty()
                    && spill.filter(file -> file.length() > 0).isEmpty();
        }
    }

    ReceivedBody(
            long account,
            Journal journal,
            long term,
            UploadMemory memory,
            Pins.Pin pin,
            Rest rest,
            List<BodyPart> parts,
            long size,
            int crc,
            Optional<byte[]> sha256,
            Scanned scanned) {
        this.account = account;
        this.journal = journal;
        this.term = term;
        this.memory = memory;
        this.pin = pin;
        this.rest = rest;
        this.parts = new ArrayList<>(parts);
        this.size = size;
        this.crc = crc;
        this.sha256 = sha256;
        this.scanned = scanned;
        this.links = ThreadLinks.of(scanned.envelope());
    }

    public long size() {
        return size;
    }

    public Scanned scanned() {
        return scanned;
    }

    /** To other messages of its thread. */
    List<Long> links() {
        return links;
    }

    /** For the ledger of transfers. Of a body that came by {@link Volume#upload}. */
    public TransferDigest digest(String sender) {
        return TransferDigest.of(sender, sha256.orElseThrow(() -> new IllegalStateException("no digest was taken")));
    }

    /** Puts what is left into the journal, so that it takes no memory and any number of commits can name the body. */
    public Outcome<Long> settle() throws IOException {
        if (rest.none()) {
            return Outcome.done(size);
        }
        Rest from = rest;
        ByteBuffer record = record(from);
        try {
            int length = record.remaining();
            Outcome<Position> end = Commits.ended(journal.appendPart(term, account, record, Change.Growth.GROWS));
            if (end instanceof Outcome.Done<Position>(Position position)) {
                settled(position, length);
            }
            return end.map(_ -> size);
        } finally {
            giveBack(record, from);
        }
    }

    /** A commit that names the body, and brings what is left of it. */
    @FunctionalInterface
    interface Naming<T> {
        Outcome<T> commit(StoredBody body, Brought brought) throws IOException;
    }

    <T> Outcome<T> name(Naming<T> naming) throws IOException {
        if (rest.none()) {
            return naming.commit(body(parts), ahead());
        }
        Rest from = rest;
        ByteBuffer record = record(from);
        try {
            int length = record.remaining();
            List<BodyPart> named = new ArrayList<>(parts);
            named.add(new BodyPart(StoredBody.ordinal(0), length));
            Brought brought = new Brought(ahead().term(), List.of(record), change -> settled(change.body(0), length));
            return naming.commit(body(named), brought);
        } finally {
            giveBack(record, from);
        }
    }

    /** What a commit has to know that names the body when all of it is in the journal. */
    Brought ahead() {
        return parts.isEmpty() ? Brought.NOTHING : new Brought(term, List.of(), _ -> {});
    }

    /** Where the body is, when all of it is in the journal. */
    Optional<StoredBody> stored() {
        return rest.none() ? Optional.of(body(parts)) : Optional.empty();
    }

    @Override
    public void close() {
        pin.close();
        Rest unused = rest;
        rest = Rest.NONE;
        unused.buffer().ifPresent(memory::giveBack);
        unused.spill().ifPresent(Incoming.Spill::giveBack);
    }

    private StoredBody body(List<BodyPart> where) {
        return new StoredBody(where, size, crc, scanned.dotLines());
    }

    private ByteBuffer record(Rest from) throws IOException {
        if (from.buffer().isPresent()) {
            return from.buffer().get().duplicate().flip();
        }
        ByteBuffer record = memory.awaitRecord();
        try {
            from.spill().orElseThrow().read(record);
            return record;
        } catch (IOException | RuntimeException broken) {
            memory.giveBackRecord(record);
            throw broken;
        }
    }

    /** What is in memory stays there until all of it is settled. */
    private void giveBack(ByteBuffer record, Rest from) {
        if (from.buffer().isEmpty()) {
            memory.giveBackRecord(record);
        }
    }

    private void settled(Position position, int length) {
        parts.add(new BodyPart(position, length));
        Rest used = rest;
        rest = Rest.NONE;
        used.buffer().ifPresent(memory::giveBack);
        used.spill().ifPresent(Incoming.Spill::giveBack);
    }
}
