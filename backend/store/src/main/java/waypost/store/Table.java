package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Sorted keys and values in families; what an index is kept in. Any thread reads; what one writes, no other does, but what nobody will ask for may be deleted by another. */
interface Table extends Closeable {
    Optional<byte[]> get(Family family, byte[] key) throws IOException;

    /** Reads several entries on one way to the table. */
    default <T> T read(Reading<T> reading) throws IOException {
        return reading.from(this);
    }

    /** As {@link #read}, but never waits for the disk: empty when it would have to. Short enough for any thread. */
    default <T> Optional<T> peek(Reading<T> reading) throws IOException {
        return Optional.of(reading.from(this));
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

    /**
     * Flushes, and makes a folder that is this table as it is then. Answers what is read from that.
     *
     * @param into must not be there
     */
    <T> T checkpoint(Path into, Reading<T> reading) throws IOException;

    /** Becomes what a checkpoint is; what it has been is gone. Also when this fails: then it is closed, and whoever opens it next finds it empty or broken. */
    void restore(Path from) throws IOException;

    /** Leaves nothing on the disk of what was deleted before. */
    default void compact() throws IOException {
        flush();
    }

    @Override
    void close();

    /** A few reads that belong together. */
    @FunctionalInterface
    interface Reading<T> {
        T from(Table table) throws IOException;
    }

    interface Visitor {
        boolean accept(byte[] key, byte[] value) throws IOException;
    }
}
