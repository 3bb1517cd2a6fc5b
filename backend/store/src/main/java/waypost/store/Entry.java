package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What the index has for a thing: the record that holds, and where in the journal it is. */
record Entry(Position position, StateRecord state) {
    private static final int POSITION = 12;

    byte[] bytes() {
        byte[] record = RecordCodec.record(state);
        return ByteBuffer.allocate(POSITION + record.length)
                .putLong(position.entry())
                .putInt(position.record())
                .put(record)
                .array();
    }

    static Entry of(byte[] bytes) throws IOException {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (bytes.length < POSITION) {
                throw new RecordReader.Malformed("entry of " + bytes.length + " octets");
            }
            Position position = new Position(in.getLong(), in.getInt());
            return new Entry(position, RecordCodec.record(in.slice()));
        } catch (RecordReader.Malformed malformed) {
            throw new IOException("damaged entry in the index: " + malformed.getMessage(), malformed);
        }
    }

    /** The position alone. */
    static Position position(byte[] entry) throws IOException {
        if (entry.length < POSITION) {
            throw new IOException("damaged entry in the index: " + entry.length + " octets");
        }
        ByteBuffer in = ByteBuffer.wrap(entry);
        return new Position(in.getLong(), in.getInt());
    }

    /** The one rule of applier and replay. */
    boolean replaces(Entry older) {
        int versions = Long.compare(state.version(), older.state.version());
        return versions > 0 || (versions == 0 && position.compareTo(older.position) > 0);
    }
}
