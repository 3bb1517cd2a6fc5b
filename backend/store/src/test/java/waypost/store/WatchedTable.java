package waypost.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Counts what scans of a table meet, and fails them when told to. */
final class WatchedTable implements Table {
    private final Table table;
    private long scanned;
    private boolean broken;

    WatchedTable(Table table) {
        this.table = table;
    }

    long scanned() {
        return scanned;
    }

    /** Whether scans fail. */
    void broken(boolean is) {
        broken = is;
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) throws IOException {
        return table.get(family, key);
    }

    @Override
    public void scanFrom(Family family, byte[] prefix, byte[] first, Visitor visitor) throws IOException {
        if (broken) {
            throw new IOException("no table to be scanned");
        }
        table.scanFrom(family, prefix, first, (key, value) -> {
            scanned++;
            return visitor.accept(key, value);
        });
    }

    @Override
    public void write(Batch batch) throws IOException {
        table.write(batch);
    }

    @Override
    public void flush() throws IOException {
        table.flush();
    }

    @Override
    public <T> T checkpoint(Path into, Reading<T> reading) throws IOException {
        return table.checkpoint(into, reading);
    }

    @Override
    public void restore(Path from) throws IOException {
        table.restore(from);
    }

    @Override
    public void close() {
        table.close();
    }
}
