package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sorted keys and values in families; what an index is kept in. Any thread reads, one writes. */
interface Table extends Closeable {
    Optional<byte[]> get(Family family, byte[] key) throws IOException;

    /** The value of each key. */
    default List<Optional<byte[]>> get(Family family, List<byte[]> keys) throws IOException {
        List<Optional<byte[]>> values = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            values.add(get(family, key));
        }
        return values;
    }

    /** Visits the keys that begin with the prefix, in order, as they were when the call began, until the visitor has enough. */
    default void scan(Family family, byte[] prefix, Visitor visitor) throws IOException {
        scanFrom(family, prefix, prefix, visitor);
    }

    /** As {@link #scan}, but begins at this key, which begins with the prefix. */
    void scanFrom(Family family, byte[] prefix, byte[] first, Visitor visitor) throws IOException;

    /** All of it or nothing; survives a crash only after {@link #flush}. */
    void write(Batch batch) throws IOException;

    void flush() throws IOException;

    @Override
    void close();

    interface Visitor {
        boolean accept(byte[] key, byte[] value) throws IOException;
    }
}
