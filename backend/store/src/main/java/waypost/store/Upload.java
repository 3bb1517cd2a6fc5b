package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import waypost.message.MessageScanner;

/**
 * The body of a message while it arrives: in a pooled direct buffer, or in a file when there is no more memory for bodies, and from 1 MiB on as parts in the journal.
 * Checksum, MIME structure and, for transfers, the digest are computed as the bytes come by. One thread; {@link #close} gives up whatever was not finished.
 */
public final class Upload implements AutoCloseable {
    private static final int COPY = 16 << 10;

    private final long account;
    private final Journal journal;
    private final Incoming incoming;
    private final UploadMemory memory;
    private final CRC32C crc = new CRC32C();
    private final Optional<MessageDigest> digest;
    private final MessageScanner scanner = new MessageScanner();
    private final List<BodyPart> parts = new ArrayList<>();
    private final long term;
    private Pins.Pin pin;
    private byte[] copy = {};
    private @Nullable ByteBuffer buffer;
    private Incoming.@Nullable Spill spill;
    private long size;

    /** @param digest of what may be transferred a second time, and only then has to be known again */
    Upload(long account, Journal journal, Incoming incoming, UploadMemory memory, Optional<MessageDigest> digest) {
        this.account = account;
        this.digest = digest;
        this.journal = journal;
        this.incoming = incoming;
        this.memory = memory;
        this.term = journal.term();
        this.pin = journal.pin();
    }

    /** Octets so far. */
    public long size() {
        return size;
    }

    /** Takes what remains in the buffer. May block, for the disk; fails as an append to the volume would. */
    public Outcome<Long> write(ByteBuffer bytes) throws IOException {
        size += bytes.remaining();
        look(bytes.duplicate());
        while (bytes.hasRemaining()) {
            int count = Math.min(Journal.MAX_RECORD_BYTES - held(), bytes.remaining());
            hold(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            if (held() == Journal.MAX_RECORD_BYTES && part() instanceof Outcome.Refused<Position>(Outcome.Reason why)) {
                return Outcome.refused(why);
            }
        }
        return Outcome.done(size);
    }

    /** Octets that are not in the journal. */
    private int held() {
        return spill != null ? spill.length() : buffer != null ? buffer.position() : 0;
    }

    private void hold(ByteBuffer slice) throws IOException {
        if (spill == null && fits(slice.remaining())) {
            room().put(slice);
        } else {
            spilled().write(slice);
        }
    }

    /** All that is computed, from one copy on the heap. */
    private void look(ByteBuffer bytes) {
        if (copy.length < Math.min(bytes.remaining(), COPY)) {
            copy = new byte[Math.min(bytes.remaining(), COPY)];
        }
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), copy.length);
            bytes.get(copy, 0, count);
            crc.update(copy, 0, count);
            if (digest.isPresent()) {
                digest.get().update(copy, 0, count);
            }
            scanner.feed(ByteBuffer.wrap(copy, 0, count));
        }
    }

    /** Ends the body. What it holds in memory and files now belongs to the result. */
    public ReceivedBody finish() {
        var rest = new ReceivedBody.Rest(Optional.ofNullable(buffer), Optional.ofNullable(spill));
        Pins.Pin kept = pin;
        buffer = null;
        spill = null;
        pin = Pins.Pin.NONE;
        return new ReceivedBody(
                account,
                journal,
                term,
                memory,
                kept,
                rest,
                parts,
                size,
                (int) crc.getValue(),
                digest.map(MessageDigest::digest),
                scanner.finish());
    }

    @Override
    public void close() {
        pin.close();
        ByteBuffer unused = buffer;
        if (unused != null) {
            buffer = null;
            memory.giveBack(unused);
        }
        Incoming.Spill file = spill;
        if (file != null) {
            spill = null;
            file.giveBack();
        }
    }

    /** Makes room in memory, if there is some. */
    private boolean fits(int more) {
        ByteBuffer now = buffer;
        int needed = (now == null ? 0 : now.position()) + more;
        if (now != null && needed <= now.capacity()) {
            return true;
        }
        Optional<ByteBuffer> larger = memory.borrow(UploadMemory.Size.of(needed));
        if (larger.isPresent() && now != null) {
            larger.get().put(now.flip());
            memory.giveBack(now);
        }
        larger.ifPresent(given -> buffer = given);
        return larger.isPresent();
    }

    private ByteBuffer room() {
        ByteBuffer now = buffer;
        if (now == null) {
            throw new IllegalStateException("no buffer");
        }
        return now;
    }

    private Incoming.Spill spilled() throws IOException {
        Incoming.Spill file = spill;
        if (file == null) {
            file = incoming.spill();
            spill = file;
            ByteBuffer now = buffer;
            if (now != null) {
                buffer = null;
                try {
                    file.write(now.flip());
                } finally {
                    memory.giveBack(now);
                }
            }
        }
        return file;
    }

    /** Moves what is held into the journal as a part. */
    private Outcome<Position> part() throws IOException {
        Incoming.Spill file = spill;
        if (file == null) {
            ByteBuffer full = room();
            return part(full.duplicate().flip(), full::clear);
        }
        ByteBuffer record = memory.awaitRecord();
        try {
            file.read(record);
            return part(record, file::empty);
        } finally {
            memory.giveBackRecord(record);
        }
    }

    private Outcome<Position> part(ByteBuffer record, Runnable empty) throws IOException {
        int length = record.remaining();
        Outcome<Position> outcome = Commits.ended(journal.appendPart(term, account, record, Change.Growth.GROWS));
        if (outcome instanceof Outcome.Done<Position>(Position position)) {
            parts.add(new BodyPart(position, length));
            empty.run();
        }
        return outcome;
    }
}
