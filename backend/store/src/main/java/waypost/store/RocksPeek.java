package waypost.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What of a table is in memory: a read that would have to go to the disk fails. For one {@link Table#peek}. */
final class RocksPeek implements Table {
    private final RocksTable table;

    RocksPeek(RocksTable table) {
        this.table = table;
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) throws IOException {
        return table.get(family, key, RocksTable.Opened::memoryOnly);
    }

    @Override
    public void scanFrom(Family family, byte[] prefix, byte[] first, Visitor visitor) throws IOException {
        table.scan(family, prefix, first, visitor, RocksTable.Opened::memoryOnly);
    }

    @Override
    public void write(Batch batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flush() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T checkpoint(Path into, Reading<T> reading) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restore(Path from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
