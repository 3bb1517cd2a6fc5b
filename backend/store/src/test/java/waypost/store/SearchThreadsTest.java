package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class SearchThreadsTest {
    @Test
    void virtualThreadsReadOnOthers() throws Exception {
        try (SearchThreads threads = new SearchThreads();
                ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            assertFalse(virtual.submit(
                            () -> threads.run(() -> Thread.currentThread().isVirtual()))
                    .get());
            assertSame(Thread.currentThread(), threads.run(Thread::currentThread));
            IOException io = new IOException("as it is");
            assertSame(io, failure(virtual, threads, () -> {
                throw io;
            }));
            IllegalStateException bug = new IllegalStateException("as it is");
            assertSame(bug, failure(virtual, threads, () -> {
                throw bug;
            }));
        }
    }

    @Test
    void noneReadsWhenClosed() throws IOException {
        SearchThreads threads = new SearchThreads();
        threads.close();
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            Throwable closed = failure(virtual, threads, () -> true);
            assertTrue(closed instanceof IOException);
            assertEquals("the volume is closed", closed.getMessage());
        }
    }

    private static Throwable failure(ExecutorService virtual, SearchThreads threads, Account.Reading<Boolean> reading) {
        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> virtual.submit(() -> threads.run(reading)).get());
        return Objects.requireNonNull(failed.getCause());
    }
}
