package waypost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.cluster.CannedMapping;
import waypost.identity.NodeName;
import waypost.identity.TransferId;
import waypost.mapping.Answer;
import waypost.protocol.smtp.Recipient;
import waypost.store.Volume;

/** A keeper at work on its own threads. */
class KeeperTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final QueueBell bell = new QueueBell();
    private final FailingMapping mapping = new FailingMapping();
    private Cluster cluster;

    /** Fails as often as it is told to, then says where ben is. */
    private static final class FailingMapping extends CannedMapping {
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Answer.Settled locate(String address) {
            asked.incrementAndGet();
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("the mapping has a bug");
            }
            return super.locate(address);
        }
    }

    /** Knows nobody, and says so of the recipients of one node only when it is told to. */
    private static final class SlowMapping extends CannedMapping {
        private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        private final Semaphore answers = new Semaphore(0);

        @Override
        public Answer.Settled locate(String address) {
            asked.add(address);
            if (address.startsWith("slow")) {
                answers.acquireUninterruptibly();
            }
            return new Answer.Unknown();
        }
    }

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(folder, "a", "b");
        Recipient ben = cluster.account("ben", "b");
        mapping.answer(
                ben.address().toString(), cluster.mapping().locate(ben.address().toString()));
        keep(ben, "a");
    }

    /** On the volume of those who get it too. */
    private void keep(Recipient recipient, String owner, Recipient... own) {
        TransferId id = cluster.transfer();
        Recipient[] all = Stream.concat(Stream.of(recipient.heldFor(new NodeName(owner))), Stream.of(own))
                .toArray(Recipient[]::new);
        cluster.send("b", id, all).forEach(code -> assertEquals(250, code));
        assertEquals(250, cluster.keep("b", id, recipient, owner));
        cluster.reception("b").done(id);
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
    }

    private static void until(BooleanSupplier there) {
        assertTimeoutPreemptively(LONG, () -> {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private boolean due() {
        for (Volume volume : cluster.store("b").volumes()) {
            if (!volume.queue().due(cluster.now(), _ -> Integer.MAX_VALUE).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anAttemptThatFailsByABugIsMadeAgainInItsTime() throws IOException {
        mapping.failures.set(1);
        try (Keeper keeper = cluster.keeper("b", mapping, cluster::now, bell)) {
            keeper.start();
            until(() -> !due());
            assertEquals(1, mapping.asked.get());
            assertEquals(1, cluster.queued("b"));
            cluster.pass(Duration.ofMinutes(1));
            keeper.wake();
            until(() -> cluster.queued("b") == 0);
        }
        assertEquals(1, cluster.inbox("b", "ben").size());
    }

    @Test
    void anAttemptThatAlwaysFailsByABugIsGivenUpInTheEnd() {
        mapping.failures.set(Integer.MAX_VALUE);
        cluster.pass(KeeperSchedule.LIFETIME.plusDays(1));
        try (Keeper keeper = cluster.keeper("b", mapping, cluster::now, bell)) {
            keeper.start();
            until(() -> cluster.queued("b") == 0);
        }
    }

    /** However many the first has for the same node. */
    @Test
    void aPlaceThatIsFreeAgainGoesToAnotherVolume() throws Exception {
        SlowMapping slow = new SlowMapping();
        Recipient second = cluster.account("dan", "b-v2");
        for (int i = 0; i < 4; i++) {
            keep(Cluster.recipient("slow-first" + i), "c");
        }
        keep(Cluster.recipient("slow-second"), "c", second);
        try (Keeper keeper = cluster.keeper("b", slow, cluster::now, bell)) {
            keeper.start();
            List<String> begun = List.of(asked(slow), asked(slow));
            begun.forEach(address -> assertTrue(address.startsWith("slow-first"), address));
            slow.answers.release();
            assertEquals("slow-second@example.net", asked(slow));
            slow.answers.release(10);
            until(() -> !due());
        }
    }

    @Test
    void aNodeThatIsSlowTakesFewPlaces() throws Exception {
        SlowMapping slow = new SlowMapping();
        for (int i = 0; i < 20; i++) {
            keep(Cluster.recipient("slow" + i), "c");
        }
        for (int i = 0; i < 20; i++) {
            keep(Cluster.recipient("quick" + i), "d");
        }
        try (Keeper keeper = cluster.keeper("b", slow, cluster::now, bell)) {
            keeper.start();
            int quick = 0;
            int waiting = 0;
            while (quick < 20) {
                String address = asked(slow);
                quick += address.startsWith("quick") ? 1 : 0;
                waiting += address.startsWith("slow") ? 1 : 0;
            }
            assertTrue(waiting <= 2, waiting + " places");
            slow.answers.release(20);
            until(() -> !due());
        }
    }

    /** A round's list is as old as its last place: what has ended since is not begun again. */
    @Test
    void whatIsInTheQueueIsTriedOnce() throws IOException {
        SlowMapping asked = new SlowMapping();
        for (int i = 0; i < 200; i++) {
            keep(Cluster.recipient("quick" + i), "d" + i % 3);
        }
        try (Keeper keeper = cluster.keeper("b", asked, cluster::now, bell)) {
            keeper.start();
            until(() -> !due());
        }
        List<String> quick =
                asked.asked.stream().filter(one -> one.startsWith("quick")).toList();
        assertEquals(200, quick.size());
        assertEquals(200, Set.copyOf(quick).size());
    }

    /** The next recipient that is asked for, senders and ben apart. */
    private static String asked(SlowMapping slow) throws InterruptedException {
        while (true) {
            String address = Objects.requireNonNull(slow.asked.poll(LONG.toSeconds(), TimeUnit.SECONDS));
            if (address.startsWith("slow") || address.startsWith("quick")) {
                return address;
            }
        }
    }

    @Test
    void aRoundThatFailsByABugIsFollowedByTheNext() throws IOException {
        AtomicInteger failures = new AtomicInteger(1);
        bell.ring();
        try (Keeper keeper = cluster.keeper(
                "b",
                mapping,
                () -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("the clock has a bug");
                    }
                    return cluster.now();
                },
                bell)) {
            keeper.start();
            until(() -> cluster.queued("b") == 0);
        }
        assertEquals(1, cluster.inbox("b", "ben").size());
    }
}
