package waypost.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import waypost.store.RecordReader.Malformed;

/**
 * The binary form of an operation: a format number, then records, each with its kind, account, account key id (0 = clear), version and length. A
 * record of a kind or key that this release does not know is damage of that record only.
 */
final class RecordCodec {
    private static final int FORMAT = 1;
    private static final int CLEAR = 0;

    /** Octets of a record beside its payload, at most. */
    static final int HEAD = 1 + 8 + 1 + 10 + 5;

    private RecordCodec() {}

    /** What an operation says, and what of it could not be read. */
    record Operation(List<StateRecord> records, List<String> damage) {}

    static byte[] operation(List<StateRecord> records) {
        RecordWriter out = new RecordWriter();
        out.octet(FORMAT);
        for (StateRecord state : records) {
            write(out, state);
        }
        return out.bytes();
    }

    static Operation operation(ByteBuffer bytes) {
        List<StateRecord> records = new ArrayList<>();
        List<String> damage = new ArrayList<>();
        RecordReader in = new RecordReader(bytes);
        try {
            int format = in.octet();
            if (format != FORMAT) {
                throw new Malformed("operation of format " + format);
            }
            while (in.hasMore()) {
                read(in, records, damage);
            }
        } catch (Malformed malformed) {
            damage.add(String.valueOf(malformed.getMessage()));
        }
        return new Operation(List.copyOf(records), List.copyOf(damage));
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
