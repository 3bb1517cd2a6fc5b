package waypost.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random lives of a journal, each ended by a kill, a power loss or a failing disk; {@code -Dwaypost.crashes} says how many. */
final class JournalCrashTest {
    private static final int CRASHES = Integer.getInteger("waypost.crashes", 2_000);
    private static final long SEED = Long.getLong("waypost.seed", 20_261_123);
    private static final int LIVES = 4;

    @Test
    void whatWasToldSurvivesEveryEnd() {
        int unfinished = 0;
        for (int i = 0; i < CRASHES / LIVES; i++) {
            long seed = SEED + i;
            try {
                unfinished += world(new SplittableRandom(seed));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("-Dwaypost.crashes=" + LIVES + " -Dwaypost.seed=" + seed, e);
            }
        }
        System.out.println(
                "figures: journal, " + CRASHES + " lives, " + unfinished + " groups under way at their ends");
        assertTrue(unfinished > 0, "no crash came between a write and its acknowledgement");
    }

    /** How many changes were under way when their life ended. */
    private static int world(SplittableRandom random) throws IOException {
        JournalWorld world = new JournalWorld(new ForgetfulDisk(random.nextLong(), 1 << 30), JournalWorld.SETTINGS);
        int unfinished = 0;
        for (int life = 0; life < LIVES; life++) {
            live(world, random);
            unfinished += world.core().applier().groups().size();
            world.reopen(end(world, random));
            if (random.nextInt(4) == 0) {
                ForgetfulDisk again = end(world, random);
                again.failAt(1 + random.nextInt(30), fault(random));
                world.tryOpen(again);
                world.reopen(end(world, random));
            }
        }
        world.settle();
        world.check();
        return unfinished;
    }

    private static void live(JournalWorld world, SplittableRandom random) throws IOException {
        if (random.nextInt(4) != 0) {
            world.disk().failAt(1 + random.nextInt(60), fault(random));
        }
        for (int step = random.nextInt(60); step > 0; step--) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> world.append();
                case 3, 4 -> world.commit();
                case 5, 6 -> world.apply();
                default -> world.index().flush();
            }
        }
    }

    private static ForgetfulDisk.Fault fault(SplittableRandom random) {
        ForgetfulDisk.Fault[] faults = ForgetfulDisk.Fault.values();
        return faults[random.nextInt(faults.length)];
    }

    private static ForgetfulDisk end(JournalWorld world, SplittableRandom random) {
        return random.nextBoolean() ? world.disk().kill() : world.disk().crash();
    }
}
