package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class SearchThreadsTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Account.Waiting UNTOLD = () -> {
        throw new AssertionError("a day has passed");
    };

    /** Who waits is told on its own thread, and may give up. */
    @Test
    void whoWaitsIsTold() throws Exception {
        CountDownLatch told = new CountDownLatch(2);
        try (SearchThreads threads = new SearchThreads();
                ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread waiter = virtual.submit(() -> threads.run(
                            () -> {
                                await(told);
                                return Thread.currentThread();
                            },
                            Duration.ofMillis(1),
                            () -> {
                                assertTrue(Thread.currentThread().isVirtual());
                                told.countDown();
                            }))
                    .get();
            assertFalse(waiter.isVirtual());
            CountDownLatch end = new CountDownLatch(1);
            IOException gone = new IOException("the client has gone");
            ExecutionException failed = assertThrows(
                    ExecutionException.class,
                    () -> virtual.submit(() -> threads.run(
                                    () -> {
                                        await(end);
                                        return true;
                                    },
                                    Duration.ofMillis(1),
                                    () -> {
                                        throw gone;
                                    }))
                            .get());
            end.countDown();
            assertSame(gone, failed.getCause());
        }
    }

    @Test
    void virtualThreadsReadOnOthers() throws Exception {
        try (SearchThreads threads = new SearchThreads();
                ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            assertFalse(virtual.submit(
                            () -> threads.run(() -> Thread.currentThread().isVirtual(), LONG, UNTOLD))
                    .get());
            assertSame(Thread.currentThread(), threads.run(Thread::currentThread, LONG, UNTOLD));
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
                () -> virtual.submit(() -> threads.run(reading, LONG, UNTOLD)).get());
        return Objects.requireNonNull(failed.getCause());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }
}
