package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        long cleaned = 0;
        for (int i = 0; i < Math.max(1, CRASHES / LIVES); i++) {
            long seed = SEED + i;
            try {
                Ended ended = world(new SplittableRandom(seed));
                open += ended.open();
                cleaned += ended.cleaned();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("-Dwaypost.crashes=" + LIVES + " -Dwaypost.seed=" + seed, e);
            }
        }
        System.out.println("figures: accounts, " + CRASHES + " lives, " + open + " ended in the middle of something, "
                + cleaned + " segments cleaned");
        assertTrue(open > 0 || CRASHES <= LIVES, "no life ended in the middle of something");
        assertTrue(cleaned > 0 || CRASHES <= LIVES, "nothing was cleaned");
    }

    /** The same where the journal is on three nodes and each serves in its turn; nothing above the journal is another. */
    @Test
    void whatWasToldSurvivesEveryChangeOfOwner() {
        int open = 0;
        for (int i = 0; i < Math.max(1, CRASHES / LIVES / 3); i++) {
            long seed = SEED + i;
            try {
                open += replicated(new SplittableRandom(seed));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("-Dwaypost.crashes=1 -Dwaypost.seed=" + seed, e);
            }
        }
        assertTrue(open > 0 || CRASHES <= LIVES, "no term ended in the middle of something");
    }

    private static int replicated(SplittableRandom random) throws IOException {
        VolumeWorld world = VolumeWorld.replicated(random, ROOMY, VolumeWorld.Uploads.IN_FILES);
        VolumeLife sessions = new VolumeLife(world);
        int open = 0;
        for (int term = 0; term < 2 * LIVES; term++) {
            switch (random.nextInt(4)) {
                case 0 ->
                    world.disk(VolumeWorld.part(random)).failAt(1 + random.nextInt(120), VolumeWorld.fault(random));
                case 1 -> world.killAt(1 + random.nextInt(STEPS));
                default -> world.deposeAt(1 + random.nextInt(STEPS));
            }
            for (int step = random.nextInt(STEPS); step > 0 && !world.over(); step--) {
                sessions.step();
            }
            open += world.over() ? 1 : 0;
            world.reopen();
        }
        return open;
    }

    /**
     * @param open how many lives ended while something was asked for
     * @param cleaned how many segments were replaced
     */
    private record Ended(int open, long cleaned) {}

    private static Ended world(SplittableRandom random) throws IOException {
        VolumeWorld.Uploads uploads =
                random.nextBoolean() ? VolumeWorld.Uploads.IN_MEMORY : VolumeWorld.Uploads.IN_FILES;
        VolumeWorld world = new VolumeWorld(random, ROOMY, uploads);
        VolumeLife sessions = new VolumeLife(world);
        int open = 0;
        for (int life = 0; life < LIVES; life++) {
            switch (random.nextInt(3)) {
                case 0 ->
                    world.disk(VolumeWorld.part(random)).failAt(1 + random.nextInt(120), VolumeWorld.fault(random));
                case 1 -> world.killAt(1 + random.nextInt(STEPS));
                default -> {}
            }
            for (int step = random.nextInt(STEPS); step > 0 && !world.over(); step--) {
                sessions.step();
            }
            open += world.over() ? 1 : 0;
            world.reopen();
        }
        return new Ended(open, world.cleaned());
    }

    static Stream<Arguments> failures() {
        return Arrays.stream(VolumeWorld.Part.values())
                .flatMap(part -> Arrays.stream(ForgetfulDisk.Fault.values()).map(fault -> Arguments.of(part, fault)));
    }

    /** The same sessions each time, and one call of a disk after the other fails. */
    @ParameterizedTest
    @MethodSource("failures")
    void eachFailureAtEachCallLosesNothingTold(VolumeWorld.Part part, ForgetfulDisk.Fault fault) throws IOException {
        boolean failed = true;
        int call = 0;
        while (failed) {
            VolumeWorld world = new VolumeWorld(new SplittableRandom(SEED), ROOMY, VolumeWorld.Uploads.IN_FILES);
            VolumeLife sessions = new VolumeLife(world);
            world.disk(part).failAt(++call, fault);
            for (int step = 0; step < 30 && !world.over(); step++) {
                sessions.step();
            }
            failed = world.disk(part).failed();
            world.reopen();
            sessions.step();
            world.check();
        }
        assertTrue(call > 1 || part == VolumeWorld.Part.LABEL, "only the label is not used after the opening");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void eachFailureAtEachCallOfAnOpeningLosesNothingTold(VolumeWorld.Part part, ForgetfulDisk.Fault fault)
            throws IOException {
        boolean failed = true;
        int call = 0;
        while (failed) {
            VolumeWorld world = new VolumeWorld(new SplittableRandom(SEED), ROOMY, VolumeWorld.Uploads.IN_FILES);
            VolumeLife sessions = new VolumeLife(world);
            for (int step = 0; step < 15; step++) {
                sessions.step();
            }
            failed = world.reopen(part, ++call, fault);
        }
        assertTrue(call > 1 || fault == ForgetfulDisk.Fault.NO_SPACE, "an opening reads all of them");
    }

    /** Whoever opens the folder next finds that label, or none and writes one. */
    @ParameterizedTest
    @EnumSource(ForgetfulDisk.Fault.class)
    void eachFailureAtEachCallOfTheFirstOpeningLeavesALabelOrNone(ForgetfulDisk.Fault fault) throws IOException {
        VolumeLabel label = new VolumeLabel(VolumeLabel.FORMAT, 1, new UUID(1, 2));
        boolean failed = true;
        int call = 0;
        while (failed) {
            ForgetfulDisk disk = new ForgetfulDisk(SEED + call, ROOMY);
            disk.failAt(++call, fault);
            try {
                VolumeLabel.open(disk, label);
            } catch (IOException failure) {
                assertTrue(disk.failed(), failure.toString());
            }
            failed = disk.failed();
            ForgetfulDisk next = disk.crash();
            assertEquals(label, VolumeLabel.open(next, label));
            assertEquals(label, VolumeLabel.open(next.crash(), new VolumeLabel(VolumeLabel.FORMAT, 1, new UUID(3, 4))));
        }
        assertTrue(call > 2);
    }

    /** A volume never loses its label by that, and is of the format that it is told to be. */
    @ParameterizedTest
    @EnumSource(ForgetfulDisk.Fault.class)
    void eachFailureAtEachCallOfFinalisingLeavesALabel(ForgetfulDisk.Fault fault) throws IOException {
        VolumeLabel before = new VolumeLabel(1, 1, new UUID(1, 2));
        VolumeLabel newest = new VolumeLabel(VolumeLabel.FORMAT, 1, new UUID(1, 2));
        boolean failed = true;
        int call = 0;
        while (failed) {
            ForgetfulDisk disk = new ForgetfulDisk(SEED + call, ROOMY);
            before.write(disk);
            disk.failAt(++call, fault);
            boolean told = false;
            try {
                told = newest.equals(before.finalised(disk));
            } catch (IOException failure) {
                assertTrue(disk.failed(), failure.toString());
            }
            failed = disk.failed();
            ForgetfulDisk next = disk.crash();
            VolumeLabel found = VolumeLabel.open(next, newest);
            assertTrue(found.equals(newest) || !told && found.equals(before), found::toString);
            assertEquals(newest, found.finalised(next));
            assertEquals(newest, VolumeLabel.read(next.crash()));
        }
        assertTrue(call > 2);
    }

    @Test
    void aDiskThatIsFullRefusesAndLosesNothing() throws IOException {
        for (int seed = 0; seed < 10; seed++) {
            VolumeWorld world =
                    new VolumeWorld(new SplittableRandom(SEED + seed), 110 << 10, VolumeWorld.Uploads.IN_MEMORY);
            VolumeLife sessions = new VolumeLife(world);
            int since = 0;
            for (int step = 0; step < 1000 && since < 60 && !world.over(); step++) {
                sessions.step();
                since += world.refused() ? 1 : 0;
            }
            assertTrue(world.refused(), "the disk did not become full");
            world.check();
            world.reopen();
        }
    }
}
