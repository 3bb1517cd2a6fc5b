package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the cleaner of an open volume sets to work, and that it ends when it is told to. The disk has one user at a time: the cleaner, until it is closed. */
@Timeout(60)
final class CleanerThreadTest {
    private static final CleanerThread.Rests NONE = new CleanerThread.Rests(Duration.ZERO, Duration.ZERO);

    private final AtomicInteger days = new AtomicInteger();
    private CleanerThread.Daily daily = _ -> days.incrementAndGet();
    private volatile Instant now = Instant.parse("2026-11-29T12:00:00Z");
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
        StoreFixture.forget(world.volume(), account.id());
        world.look();
    }

    private CleanerThread thread(int deadPercent, long octetsPerSecond, CleanerThread.Shortage shortage) {
        CleaningSettings settings = new CleaningSettings(deadPercent, octetsPerSecond, Optional.empty(), 0);
        CleanerThread.Duties duties = new CleanerThread.Duties(world.cleaner(), daily::run, shortage, () -> now);
        return new CleanerThread("v1", duties, settings, NONE, 1 << 20);
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

    /** Days go by as it looks: it has looked five times on three days. */
    private void threeDays(int deadPercent) throws IOException {
        CountDownLatch rounds = new CountDownLatch(5);
        daily = _ -> {
            days.incrementAndGet();
            rounds.countDown();
            throw new IOException("one that fails is the end of that day's only");
        };
        CleanerThread.Shortage shortage = () -> {
            if (rounds.getCount() > 0) {
                now = now.plus(Duration.ofHours(12));
            }
            return false;
        };
        try (CleanerThread thread = thread(deadPercent, Long.MAX_VALUE / Frames.OCTETS, shortage)) {
            thread.start();
            await(rounds);
        }
    }

    @Test
    void whatIsKeptForATimeIsLookedAtOnceADay() throws IOException {
        Instant began = now;
        threeDays(95);
        assertEquals(5, days.get());
        assertEquals(Duration.ofDays(4), Duration.between(began, now).truncatedTo(ChronoUnit.DAYS));
    }

    /** Nothing dies in it any more, but it grows old. */
    @Test
    void whatHasGrownOldIsCompressedWithoutAnyOtherWork() throws IOException {
        world.compresses(true);
        assertTrue(cleaned(99, false) > 0);
    }

    @Test
    void aVolumeThatIsNeverCleanedForgetsAllTheSame() throws IOException {
        CountDownLatch forgotten = new CountDownLatch(1);
        daily = _ -> forgotten.countDown();
        try (CleanerThread thread = thread(100, 1, () -> {
            throw new AssertionError("it cleans");
        })) {
            thread.start();
            await(forgotten);
        }
        world.check();
    }
}
