package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import waypost.directory.Logged;
import waypost.identity.DirectoryId;

/** A bug in what is done again and again is told once, and ends nothing. */
class RepeatingTest {
    private static final Duration SOON = Duration.ofMillis(1);

    private final Logged log = new Logged("waypost.task");

    @AfterEach
    void close() {
        log.close();
    }

    private static void awaited(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(60, TimeUnit.SECONDS));
    }

    private void told(String... tasks) {
        assertEquals(
                List.of(tasks).stream()
                        .map(task -> "event=task-failed task=" + task)
                        .toList(),
                log.lines("event=task-failed"));
    }

    @Test
    void whatFailsOnceIsDoneAgain() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch thrice = new CountDownLatch(3);
        Runnable work = () -> {
            thrice.countDown();
            if (times.incrementAndGet() == 1) {
                throw new IllegalStateException("a bug");
            }
        };
        try (Repeating _ = new Repeating("saving", SOON, work)) {
            awaited(thrice);
        }
        told("saving");
    }

    /** Nobody else writes the same file then. */
    @Test
    void closingWaitsForWhatIsBeingDone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Repeating saving = new Repeating("saving", SOON, () -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException("nobody does", interrupted);
            }
            ended.incrementAndGet();
        });
        awaited(begun);
        Thread closing = Thread.ofVirtual().start(saving::close);
        while (closing.getState() != Thread.State.WAITING) {
            assertNotEquals(Thread.State.TERMINATED, closing.getState());
            Thread.onSpinWait();
        }
        goOn.countDown();
        closing.join();
        assertEquals(1, ended.get());
        told();
    }

    /** How far it came with those that were named is not known: so all are forgotten. */
    @Test
    void changesThatWereNotTakenAreTakenAsAll() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        BlockingQueue<Set<DirectoryId>> some = new LinkedBlockingQueue<>();
        AtomicInteger times = new AtomicInteger();
        try (Changed changed = new Changed(
                true,
                ids -> {
                    if (times.incrementAndGet() == 1) {
                        throw new IllegalStateException("a bug");
                    }
                    some.add(ids);
                },
                all::countDown)) {
            changed.changed(List.of("a"));
            awaited(all);
            changed.changed(List.of("b"));
            assertEquals(Set.of(new DirectoryId("b")), some.poll(60, TimeUnit.SECONDS));
        }
        told("changed");
    }
}
