package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts whose segments are cleaned all the time, and ends in the middle of that; {@code -Dwaypost.crashes} says how many. */
final class CleanerCrashTest {
    private static final int CRASHES = Integer.getInteger("waypost.crashes", 15);
    private static final long SEED = Long.getLong("waypost.seed", 20_261_129);
    private static final int LIVES = 3;
    private static final int STEPS = 60;
    private static final long ROOMY = 1 << 30;

    @Test
    void whatWasToldSurvivesEveryEnd() {
        long cleaned = 0;
        for (int i = 0; i < Math.max(1, CRASHES / LIVES); i++) {
            long seed = SEED + i;
            try {
                cleaned += world(new SplittableRandom(seed));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("-Dwaypost.crashes=" + LIVES + " -Dwaypost.seed=" + seed, e);
            }
        }
        System.out.println("figures: cleaner, " + CRASHES + " lives, " + cleaned + " segments replaced");
        assertTrue(cleaned > CRASHES, "hardly anything was cleaned");
    }

    private static long world(SplittableRandom random) throws IOException {
        VolumeWorld world = new VolumeWorld(random, ROOMY, VolumeWorld.Uploads.IN_MEMORY);
        VolumeLife sessions = new VolumeLife(world);
        for (int life = 0; life < LIVES; life++) {
            fill(world);
            for (int step = random.nextInt(STEPS); step > 0 && !world.over(); step--) {
                sessions.step();
                if (step == 10 && random.nextBoolean()) {
                    world.disk(VolumeWorld.Part.JOURNAL).failAt(1 + random.nextInt(200), VolumeWorld.fault(random));
                }
                if (random.nextInt(4) == 0 && !world.over()) {
                    world.compresses(random.nextInt(3) == 0);
                    world.clean();
                }
            }
            world.reopen();
        }
        return world.cleaned();
    }

    /** Some segments of which most is needed no more. */
    private static void fill(VolumeWorld world) throws IOException {
        Account account = world.volume().account(world.accounts().getFirst());
        List<MessageRef> messages = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            messages.add(StoreFixture.ref(StoreFixture.append(account, Folder.INBOX, i + "z".repeat(1500))));
        }
        Results.done(account.expunge(Folder.INBOX, messages.subList(3, 17)));
        StoreFixture.forget(world.volume(), account.id());
        world.look();
    }

    /** If the later of two were gone and the earlier not, entries of the later would be looked for in the earlier. */
    @Test
    void whatAnotherStandsForGoesOneByOne() throws IOException {
        VolumeWorld world = new VolumeWorld(new SplittableRandom(SEED), ROOMY, VolumeWorld.Uploads.IN_MEMORY);
        for (int i = 0; i < 4; i++) {
            fill(world);
        }
        world.clean();
        assertTrue(world.cleaned() > 2, "segments " + world.cleaned());
        assertEquals(1, world.disk(VolumeWorld.Part.JOURNAL).mostGone());
    }

    /** The same cleaning each time, and one call of the disk after the other fails. */
    @ParameterizedTest
    @EnumSource(ForgetfulDisk.Fault.class)
    void eachFailureAtEachCallOfACleaningLosesNothing(ForgetfulDisk.Fault fault) throws IOException {
        boolean failed = true;
        int call = 0;
        while (failed) {
            VolumeWorld world =
                    new VolumeWorld(new SplittableRandom(SEED + call), ROOMY, VolumeWorld.Uploads.IN_MEMORY);
            fill(world);
            world.compresses(call % 2 == 0);
            world.disk(VolumeWorld.Part.JOURNAL).failAt(++call, fault);
            world.clean();
            failed = world.disk(VolumeWorld.Part.JOURNAL).failed();
            new VolumeLife(world).step();
            world.reopen();
            world.clean();
            world.check();
        }
        assertTrue(call > 10, "a cleaning has more calls than " + call);
    }
}
