package waypost.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;

/** A table that is closed while somebody reads. */
final class RocksTableTest {
    private static final byte[] KEY = {1};

    @TempDir
    private Path folder;

    @Test
    void closingWaitsForReadersAndRefusesLaterOnes() throws Exception {
        Table table = RocksTable.open(folder);
        Batch batch = new Batch(table);
        batch.put(Family.ACCOUNTS, KEY, new byte[] {2});
        table.write(batch);
        List<Thread> closers = new ArrayList<>();
        table.scan(Family.ACCOUNTS, KEY, (_, _) -> {
            Thread closer = Thread.ofPlatform().start(table::close);
            closers.add(closer);
            awaitBlocked(closer);
            assertArrayEquals(new byte[] {2}, table.get(Family.ACCOUNTS, KEY).orElseThrow());
            return true;
        });
        closers.getFirst().join();
        assertEquals(1, closers.size());
        assertThrows(IOException.class, () -> table.get(Family.ACCOUNTS, KEY));
        assertThrows(IOException.class, () -> table.scan(Family.ACCOUNTS, KEY, (_, _) -> true));
        assertThrows(IOException.class, () -> table.write(batch));
        assertThrows(IOException.class, table::flush);
        table.close();
    }

    @Test
    void readsATableOfBeforeAFamilyWasAdded() throws IOException {
        try (Table table = RocksTable.open(folder, List.of(Family.VOLUME, Family.ACCOUNTS), RocksDB::open)) {
            Batch batch = new Batch(table);
            batch.put(Family.ACCOUNTS, KEY, new byte[] {2});
            table.write(batch);
            table.flush();
        }
        try (Table table = RocksTable.openForReading(folder)) {
            assertArrayEquals(new byte[] {2}, table.get(Family.ACCOUNTS, KEY).orElseThrow());
            assertTrue(table.get(Family.TERMS, KEY).isEmpty());
            table.scan(Family.TERMS, KEY, (_, _) -> {
                throw new AssertionError("nothing is there");
            });
        }
    }

    /** What was not read yet would have to be. */
    @Test
    void aPeekReadsNoFile() throws IOException {
        try (Table table = RocksTable.open(folder)) {
            Batch batch = new Batch(table);
            batch.put(Family.ACCOUNTS, KEY, new byte[] {2});
            table.write(batch);
            assertArrayEquals(new byte[] {2}, peek(table, KEY).orElseThrow().orElseThrow());
            assertTrue(peek(table, new byte[] {3}).orElseThrow().isEmpty());
            table.flush();
        }
        try (Table table = RocksTable.open(folder)) {
            assertTrue(peek(table, KEY).isEmpty());
            table.get(Family.ACCOUNTS, KEY);
            assertArrayEquals(new byte[] {2}, peek(table, KEY).orElseThrow().orElseThrow());
        }
    }

    private static Optional<Optional<byte[]>> peek(Table table, byte[] key) throws IOException {
        return table.peek(from -> from.get(Family.ACCOUNTS, key));
    }

    private static void awaitBlocked(Thread thread) throws IOException {
        while (thread.getState() != Thread.State.WAITING) {
            if (!thread.isAlive()) {
                throw new IOException("closed under a reader");
            }
            Thread.onSpinWait();
        }
    }
}
