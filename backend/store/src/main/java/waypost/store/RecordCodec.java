package waypost.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.store.RecordReader.Malformed;

/**
 * The binary form of an operation: a format number, then records, each with its kind, account, account key id (0 = clear), version and length. A
 * record of a kind or key that this release does not know is damage of that record only. An operation that is too long for a record of the
 * journal is cut: parts of it, each formed like an operation, go ahead, and the last one names them. It has no records of its own: beside
 * others it could be too long again.
 */
final class RecordCodec {
    private static final int WHOLE = 1;
    private static final int LAST_PIECE = 2;
    private static final int CLEAR = 0;

    /** Octets of a record beside its payload, at most. */
    static final int HEAD = 1 + 8 + 1 + 10 + 5;

    private RecordCodec() {}

    /**
     * What an operation says, and what of it could not be read.
     *
     * @param earlier where the rest of it is, which comes before
     */
    record Operation(List<BodyPart> earlier, List<StateRecord> records, List<String> damage) {}

    static byte[] operation(List<StateRecord> records) {
        return pieces(records, Integer.MAX_VALUE).getFirst();
    }

    /** Operations of as many of the records as fit into so many octets, but one record each at least. */
    static List<byte[]> pieces(List<StateRecord> records, int octets) {
        List<byte[]> pieces = new ArrayList<>();
        RecordWriter piece = begun();
        for (StateRecord state : records) {
            byte[] record = record(state);
            if (piece.length() > 1 && piece.length() + record.length > octets) {
                pieces.add(piece.bytes());
                piece = begun();
            }
            piece.raw(record);
        }
        pieces.add(piece.bytes());
        return pieces;
    }

    private static RecordWriter begun() {
        RecordWriter piece = new RecordWriter();
        piece.octet(WHOLE);
        return piece;
    }

    /** The last piece, when the others are there. */
    static byte[] naming(List<BodyPart> earlier) {
        RecordWriter out = new RecordWriter();
        out.octet(LAST_PIECE);
        BodyPart.write(out, earlier);
        return out.bytes();
    }

    static Operation operation(ByteBuffer bytes) {
        List<BodyPart> earlier = new ArrayList<>();
        List<StateRecord> records = new ArrayList<>();
        List<String> damage = new ArrayList<>();
        RecordReader in = new RecordReader(bytes);
        try {
            int format = in.octet();
            if (format == LAST_PIECE) {
                earlier.addAll(BodyPart.read(in));
            } else if (format != WHOLE) {
                throw new Malformed("operation of format " + format);
            }
            while (in.hasMore()) {
                read(in, records, damage);
            }
        } catch (Malformed malformed) {
            damage.add(String.valueOf(malformed.getMessage()));
        }
        return new Operation(List.copyOf(earlier), List.copyOf(records), List.copyOf(damage));
    }

    /** A record and how it is written, fields included that this release does not know. */
    record Written(StateRecord state, ByteBuffer octets) {}

    /** The records of an operation as they are written; none when not all of it is known to this release, or when it only names its pieces. */
    static Optional<List<Written>> written(ByteBuffer operation) {
        List<Written> written = new ArrayList<>();
        List<StateRecord> records = new ArrayList<>();
        List<String> damage = new ArrayList<>();
        RecordReader in = new RecordReader(operation);
        try {
            if (in.octet() != WHOLE) {
                return Optional.empty();
            }
            while (in.hasMore() && damage.isEmpty()) {
                int begin = in.position();
                read(in, records, damage);
                if (damage.isEmpty()) {
                    int length = in.position() - begin;
                    written.add(new Written(records.getLast(), operation.slice(operation.position() + begin, length)));
                }
            }
        } catch (Malformed malformed) {
            return Optional.empty();
        }
        return damage.isEmpty() ? Optional.of(written) : Optional.empty();
    }

    /** An operation of these records alone. */
    static ByteBuffer of(List<Written> records) {
        RecordWriter out = begun();
        for (Written record : records) {
            byte[] octets = new byte[record.octets().remaining()];
            record.octets().get(record.octets().position(), octets);
            out.raw(octets);
        }
        return ByteBuffer.wrap(out.bytes());
    }

    static byte[] record(StateRecord state) {
        RecordWriter out = new RecordWriter();
        write(out, state);
        return out.bytes();
    }

    static StateRecord record(ByteBuffer bytes) throws Malformed {
        List<StateRecord> records = new ArrayList<>();
        List<String> damage = new ArrayList<>();
        read(new RecordReader(bytes), records, damage);
        if (records.isEmpty()) {
            throw new Malformed(String.join(", ", damage));
        }
        return records.getFirst();
    }

    private static void write(RecordWriter out, StateRecord state) {
        out.octet(RecordKind.of(state).code());
        out.fixed64(state.account());
        out.number(CLEAR);
        out.number(state.version());
        RecordWriter payload = new RecordWriter();
        RecordPayloads.write(payload, state);
        out.octets(payload.bytes());
    }

    private static void read(RecordReader in, List<StateRecord> records, List<String> damage) throws Malformed {
        int code = in.octet();
        long account = in.fixed64();
        long key = in.number();
        long version = in.number();
        RecordReader payload = in.part();
        if (key != CLEAR) {
            damage.add("record under key " + key);
            return;
        }
        try {
            RecordKind kind = RecordKind.of(code).orElseThrow(() -> new Malformed("record of kind " + code));
            records.add(RecordPayloads.read(payload, kind, account, version));
        } catch (Malformed malformed) {
            damage.add(String.valueOf(malformed.getMessage()));
        }
    }
}
