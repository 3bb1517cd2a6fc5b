package waypost.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random lives of whole accounts, each ended by a kill, a power loss or a failing disk; {@code -Dwaypost.crashes} says how many. */
final class VolumeCrashTest {
    private static final int CRASHES = Integer.getInteger("waypost.crashes", 300);
    private static final long SEED = Long.getLong("waypost.seed", 20_261_123);
    private static final int LIVES = 4;
    private static final int STEPS = 40;
    private static final long ROOMY = 1 << 30;

    @Test
    void whatWasToldSurvivesEveryEnd() {
        int open = 0;
        for (int i = 0; i < Math.max(1, CRASHES / LIVES); i++) {
            long seed = SEED + i;
            try {
                open += world(new SplittableRandom(seed));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("-Dwaypost.crashes=" + LIVES + " -Dwaypost.seed=" + seed, e);
            }
        }
        System.out.println("figures: accounts, " + CRASHES + " lives, " + open + " ended in the middle of something");
        assertTrue(open > 0 || CRASHES <= LIVES, "no life ended in the middle of something");
    }

    /** How many lives ended while something was asked for. */
    private static int world(SplittableRandom random) throws IOException {
        VolumeWorld world = new VolumeWorld(random, ROOMY);
        VolumeLife sessions = new VolumeLife(world);
        int open = 0;
        for (int life = 0; life < LIVES; life++) {
            switch (random.nextInt(3)) {
                case 0 -> world.disk().failAt(1 + random.nextInt(120), VolumeWorld.fault(random));
                case 1 -> world.killAt(1 + random.nextInt(STEPS));
                default -> {}
            }
            for (int step = random.nextInt(STEPS); step > 0 && !world.over(); step--) {
                sessions.step();
            }
            open += world.over() ? 1 : 0;
            world.reopen();
        }
        return open;
    }

    /** The same sessions each time, and one call of the disk after the other fails. */
    @ParameterizedTest
    @EnumSource(ForgetfulDisk.Fault.class)
    void eachFailureAtEachCallLosesNothingTold(ForgetfulDisk.Fault fault) throws IOException {
        boolean failed = true;
        for (int call = 1; failed; call++) {
            VolumeWorld world = new VolumeWorld(new SplittableRandom(SEED), ROOMY);
            VolumeLife sessions = new VolumeLife(world);
            world.disk().failAt(call, fault);
            for (int step = 0; step < 30 && !world.over(); step++) {
                sessions.step();
            }
            failed = world.disk().failed();
            world.reopen();
            sessions.step();
            world.check();
        }
    }

    @Test
    void aDiskThatIsFullRefusesAndLosesNothing() throws IOException {
        for (int seed = 0; seed < 10; seed++) {
            VolumeWorld world = new VolumeWorld(new SplittableRandom(SEED + seed), 220 << 10);
            VolumeLife sessions = new VolumeLife(world);
            for (int step = 0; step < 250 && !world.over(); step++) {
                sessions.step();
            }
            world.check();
            world.reopen();
        }
    }
}
