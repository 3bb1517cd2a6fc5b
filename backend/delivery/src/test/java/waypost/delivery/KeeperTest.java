package waypost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
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
        public Answer locate(String address) {
            asked.incrementAndGet();
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("the mapping has a bug");
            }
            return super.locate(address);
        }
    }

    @BeforeEach
    void keep() throws IOException {
        cluster = new Cluster(folder, "a", "b");
        Recipient ben = cluster.account("ben", "b");
        mapping.answer(
                ben.address().toString(), cluster.mapping().locate(ben.address().toString()));
        TransferId id = cluster.transfer();
        assertEquals(List.of(250), cluster.send("b", id, ben.heldFor(new NodeName("a"))));
        assertEquals(250, cluster.keep("b", id, ben, "a"));
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
