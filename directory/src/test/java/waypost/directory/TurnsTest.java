package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final MetricRegistry metrics = new MetricRegistry();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        threads.close();
    }

    private Future<String> asking(Turns turns, String name) {
        return threads.submit(() -> turns.ask(
                () -> {
                    order.add(name);
                    await();
                    return "answered";
                },
                () -> "busy"));
    }

    private void await() {
        try {
            answered.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void until(String gauge, int value) {
        assertTimeoutPreemptively(LONG, () -> {
            while (!metrics.gauge("t." + gauge).getValue().equals(value)) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void theyWaitInTheOrderInWhichTheyCame() throws Exception {
        var turns = new Turns(1, 3, LONG, "t", metrics);
        List<Future<String>> asking = new ArrayList<>(List.of(asking(turns, "first")));
        until("asked", 1);
        for (int i = 0; i < 3; i++) {
            asking.add(asking(turns, "waiting " + i));
            until("waiting", i + 1);
        }
        answered.countDown();
        for (Future<String> each : asking) {
            assertEquals("answered", each.get());
        }
        assertEquals(List.of("first", "waiting 0", "waiting 1", "waiting 2"), order);
    }

    @Test
    void soManyAskAndSoManyWait() throws Exception {
        var turns = new Turns(2, 3, LONG, "t", metrics);
        List<Future<String>> asking = new ArrayList<>(List.of(asking(turns, "a"), asking(turns, "b")));
        until("asked", 2);
        for (int i = 0; i < 3; i++) {
            asking.add(asking(turns, "waiting " + i));
            until("waiting", i + 1);
        }
        assertEquals("busy", turns.ask(() -> "answered", () -> "busy"));
        answered.countDown();
        for (Future<String> each : asking) {
            assertEquals("answered", each.get());
        }
        assertEquals(
                List.of(0, 0),
                List.of(
                        metrics.gauge("t.asked").getValue(),
                        metrics.gauge("t.waiting").getValue()));
        assertEquals(1, metrics.meter("t.refused").getCount());
    }

    @Test
    void whoWaitsDoesNotWaitForEver() throws Exception {
        var turns = new Turns(1, 1, Duration.ofMillis(1), "t", metrics);
        Future<String> asking = asking(turns, "a");
        until("asked", 1);
        assertEquals("busy", turns.ask(() -> "answered", () -> "busy"));
        answered.countDown();
        assertEquals("answered", asking.get());
    }

    @Test
    void aQuestionThatFailsGivesItsTurnBack() {
        var turns = new Turns(1, 0, LONG, "t", metrics);
        for (int i = 0; i < 2; i++) {
            assertThrows(IllegalStateException.class, () -> turns.ask(TurnsTest::failing, () -> "busy"));
        }
    }

    private static String failing() {
        throw new IllegalStateException("of this test");
    }
}
