package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the cleaner of an open volume sets to work, and that it ends when it is told to. The disk has one user at a time: the cleaner, until it is closed. */
@Timeout(60)
final class CleanerThreadTest {
    private static final CleanerThread.Rests NONE = new CleanerThread.Rests(Duration.ZERO, Duration.ZERO);

    private VolumeWorld world;

    /** Five sixths of each segment are needless. */
    @BeforeEach
    void fill() throws IOException {
        world = new VolumeWorld(new SplittableRandom(5), 1 << 30, VolumeWorld.Uploads.IN_MEMORY);
        Account account = world.volume().account(world.accounts().getFirst());
        List<MessageRef> gone = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            MessageRef message = StoreFixture.ref(StoreFixture.append(account, Folder.INBOX, i + "z".repeat(1500)));
            if (i % 6 != 0) {
                gone.add(message);
            }
        }
        Results.done(account.expunge(Folder.INBOX, gone));
        world.look();
    }

    private CleanerThread thread(int deadPercent, long octetsPerSecond, CleanerThread.Shortage shortage) {
        CleaningSettings settings = new CleaningSettings(deadPercent, octetsPerSecond, Optional.empty(), 0);
        return new CleanerThread("v1", world.cleaner(), settings, shortage, NONE, 1 << 20);
    }

    /** What is cleaned by the time that it looks at the space for the third time. */
    private long cleaned(int deadPercent, boolean near) throws IOException {
        CountDownLatch rounds = new CountDownLatch(3);
        try (CleanerThread thread = thread(deadPercent, Long.MAX_VALUE / Frames.OCTETS, () -> {
            rounds.countDown();
            return near;
        })) {
            thread.start();
            await(rounds);
        }
        Segments segments = world.volume().core().journal().segments();
        long cleaned = 0;
        for (long first : segments.firsts()) {
            cleaned += SegmentFile.open(segments.disk(), segments.identity(), first)
                            .header()
                            .cleaned()
                            .isPresent()
                    ? 1
                    : 0;
        }
        world.check();
        return cleaned;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void looksForWorkWhenTheVolumeHasBeenOpened() throws IOException {
        assertTrue(cleaned(40, false) > 0);
    }

    @Test
    void leavesWhatIsNotWorthIt() throws IOException {
        assertEquals(0, cleaned(95, false));
    }

    @Test
    void takesMoreForWorthItWhereSpaceIsShort() throws IOException {
        assertTrue(cleaned(95, true) > 0);
    }

    @Test
    void endsInTheMiddleOfASegment() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        try (CleanerThread thread = thread(40, 1, () -> {
            begun.countDown();
            return false;
        })) {
            thread.start();
            await(begun);
        }
        assertFalse(world.disk(VolumeWorld.Part.JOURNAL).list().contains(CleanedFile.NAME));
        world.check();
    }

    /** One octet a second: it would take hours if it did not give way. */
    @Test
    void givesWayToAWorkOfTheAdministrator() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        try (CleanerThread thread = thread(40, 1, () -> {
            begun.countDown();
            return false;
        })) {
            thread.start();
            await(begun);
            assertEquals(
                    Optional.of(Optional.empty()),
                    thread.alone(() -> thread.alone(() -> "another")),
                    "one work at a time");
        }
        world.check();
    }

    @Test
    void aVolumeThatIsNeverCleanedHasNoThread() throws IOException {
        try (CleanerThread thread = thread(100, 1, () -> {
            throw new AssertionError("it runs");
        })) {
            thread.start();
        }
        world.check();
    }
}
