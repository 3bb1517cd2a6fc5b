package waypost.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rocksdb.ReadOptions;

/** What of a table is in memory: a read that would have to go to the disk fails. For one {@link Table#peek}. */
final class RocksPeek implements Table {
    private final RocksTable table;
    private final ReadOptions memory;

    RocksPeek(RocksTable table, ReadOptions memory) {
        this.table = table;
        this.memory = memory;
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) throws IOException {
        List<byte[]> found = new ArrayList<>();
        scanFrom(family, key, key, (at, value) -> {
            if (Arrays.equals(at, key)) {
                found.add(value);
            }
            return false;
        });
        return found.stream().findFirst();
    }

    @Override
    public void scanFrom(Family family, byte[] prefix, byte[] first, Visitor visitor) throws IOException {
        table.scan(family, prefix, first, visitor, (database, handle) -> database.newIterator(handle, memory));
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
