package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** On which threads a table is read. */
class PooledTableTest {
    private static final byte[] KEY = {1};

    private final ConcurrentLinkedQueue<Thread> readers = new ConcurrentLinkedQueue<>();

    private final class Watched implements Table {
        private boolean inMemory;

        @Override
        public <T> Optional<T> peek(Reading<T> reading) throws IOException {
            return inMemory ? Optional.of(reading.from(this)) : Optional.empty();
        }

        @Override
        public Optional<byte[]> get(Family family, byte[] key) throws IOException {
            readers.add(Thread.currentThread());
            if (key.length == 0) {
                throw new IOException("no such table");
            }
            return Optional.of(key);
        }

        @Override
        public void scanFrom(Family family, byte[] prefix, byte[] first, Visitor visitor) throws IOException {
            visitor.accept(first, get(family, first).orElseThrow());
        }

        @Override
        public void write(Batch batch) {}

        @Override
        public void flush() {}

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

    @Test
    void virtualThreadsReadThroughThePoolOthersThemselves() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(2);
                ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            Table table = new PooledTable(new Watched(), pool);
            Future<Optional<byte[]>> read = sessions.submit(() -> {
                table.scan(Family.ACCOUNTS, KEY, (_, _) -> true);
                return table.get(Family.ACCOUNTS, KEY);
            });
            assertEquals(KEY, read.get().orElseThrow());
            assertEquals(2, readers.size());
            assertFalse(readers.stream().anyMatch(Thread::isVirtual));
            readers.clear();
            table.get(Family.ACCOUNTS, KEY);
            assertEquals(List.of(Thread.currentThread()), List.copyOf(readers));
        }
    }

    @Test
    void virtualThreadsReadThemselvesWhatIsInMemory() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(1);
                ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            Watched watched = new Watched();
            watched.inMemory = true;
            Table table = new PooledTable(watched, pool);
            Future<Optional<byte[]>> read = sessions.submit(() -> table.get(Family.ACCOUNTS, KEY));
            assertEquals(KEY, read.get().orElseThrow());
            assertTrue(readers.stream().allMatch(Thread::isVirtual));
        }
    }

    @Test
    void afterTheEndOfThePoolASessionIsToldSo() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(1);
                ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            Table table = new PooledTable(new Watched(), pool);
            pool.shutdown();
            sessions.submit(() -> assertThrows(IOException.class, () -> table.get(Family.ACCOUNTS, KEY)))
                    .get();
        }
    }

    @Test
    void aFailureReachesTheSession() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(1);
                ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            Table table = new PooledTable(new Watched(), pool);
            String told = sessions.submit(() -> assertThrows(
                                    IOException.class, () -> table.get(Family.ACCOUNTS, new byte[0]))
                            .getMessage())
                    .get();
            assertTrue(told.contains("no such table"));
        }
    }
}
