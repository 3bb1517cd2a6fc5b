package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.AccountId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;

/** Accounts between two volumes; the process ends at each step, and the disks fail. */
final class AccountMoveTest {
    private static final long SEED = Long.getLong("waypost.seed", 20_261_129);

    @Test
    void allGoesAlong() throws IOException {
        MoveWorld world = new MoveWorld(SEED);
        List<String> before = world.view(world.one().volume());
        Ownership moved = Results.done(world.move(world.one(), world.two()));
        assertEquals(2, moved.epoch());
        assertEquals(before, world.view(world.two().volume()));
        assertEquals(world.two(), world.home());
        assertEquals(before, world.view(world.one().volume()), "the copy that is kept");
        Account old = world.one().volume().account(world.alice());
        assertEquals(
                Outcome.refused(Outcome.Reason.NOT_OWNER),
                old.createFolder("late", FolderRole.NONE),
                "nothing is lost there");
        world.restart();
        assertEquals(world.two(), world.home());
        assertEquals(before, world.view(world.two().volume()));
    }

    /** What was on a volume before does not come back when the account does. */
    @Test
    void thereAndBackAgain() throws IOException {
        MoveWorld world = new MoveWorld(SEED);
        VolumeWorld from = world.one();
        VolumeWorld to = world.two();
        for (int round = 1; round < 7; round++) {
            Results.done(world.move(from, to));
            Account account = to.volume().account(world.alice());
            MoveWorld.fill(account, 5 * round);
            for (Folder folder : account.folders()) {
                if (folder.id() > 6 && round % 2 == 0) {
                    account.deleteFolder(folder.id());
                }
            }
            if (round > 3) {
                forget(to.volume(), world.alice());
            }
            List<String> expected = world.view(to.volume());
            if (round % 3 == 0) {
                world.restart();
            }
            assertEquals(to, world.home());
            assertEquals(expected, world.view(to.volume()));
            VolumeWorld next = from;
            from = to;
            to = next;
        }
    }

    /** All that has gone, and which UIDs have left. */
    private static void forget(Volume volume, AccountId account) throws IOException {
        Instant late = Instant.parse("2100-01-01T00:00:00Z");
        while (Results.done(volume.forgetting().step(account.value(), late, late)) > 0) {
            continue;
        }
    }

    /** The process ends at each append of either journal, by a kill or a loss of power. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anEndAtEachStepLeavesOneOwnerAndAll(int side) throws IOException {
        boolean killed = true;
        int atHome = 0;
        for (int append = 1; killed; append++) {
            MoveWorld world = new MoveWorld(SEED + append);
            List<String> before = world.view(world.one().volume());
            (side == 1 ? world.one() : world.two()).killAt(append);
            killed = false;
            try {
                Results.done(world.move(world.one(), world.two()));
            } catch (SteppedJournal.Killed end) {
                killed = true;
            }
            world.goesOn(before);
            atHome += killed ? 1 : 0;
        }
        assertTrue(atHome > 0);
    }

    /** One call of a disk after the other fails; the move says so, and nothing is lost. */
    @ParameterizedTest
    @EnumSource(VolumeWorld.Part.class)
    void aFailureOfADiskLosesNothing(VolumeWorld.Part part) throws IOException {
        for (int i = 0; i < 12; i++) {
            MoveWorld world = new MoveWorld(SEED + i);
            List<String> before = world.view(world.one().volume());
            VolumeWorld side = i % 3 == 0 ? world.one() : world.two();
            side.disk(part).failAt(1 + world.random().nextInt(60), VolumeWorld.fault(world.random()));
            try {
                world.move(world.one(), world.two());
            } catch (IOException failed) {
                assertTrue(side.disk(part).failed(), failed.toString());
            }
            world.goesOn(before);
        }
    }

    /** Nights on the volume that it has left give out no numbers: what comes back is not older than what it finds. */
    @Test
    void whatIsLeftDoesNotChange() throws IOException {
        MoveWorld world = new MoveWorld(SEED);
        Results.done(world.move(world.one(), world.two()));
        MoveWorld.fill(world.two().volume().account(world.alice()), 2);
        List<String> left = world.view(world.one().volume());
        forget(world.one().volume(), world.alice());
        world.nights(2, false);
        assertEquals(left, world.view(world.one().volume()), "nobody says that it is elsewhere");
        List<String> expected = world.view(world.two().volume());
        Results.done(world.move(world.two(), world.one()));
        assertEquals(expected, world.view(world.one().volume()));
    }

    /** And whatever has become of it there, all comes back, in whatever life of the process. */
    @Test
    void whatIsLeftGoesAndAllComesBack() throws IOException {
        MoveWorld world = new MoveWorld(SEED);
        Results.done(world.move(world.one(), world.two()));
        world.nights(13, true);
        assertTrue(world.left(world.one()) > 0, "it can be needed for a while");
        world.nights(3, true);
        assertEquals(0, world.left(world.one()));
        Account account = world.two().volume().account(world.alice());
        MoveWorld.fill(account, 4);
        for (int round = 0; round < 4; round++) {
            VolumeWorld from = round % 2 == 0 ? world.two() : world.one();
            VolumeWorld to = round % 2 == 0 ? world.one() : world.two();
            if (round > 1) {
                world.restart();
            }
            world.nights(16, true);
            List<String> expected = world.view(from.volume());
            Results.done(world.move(from, to));
            assertEquals(expected, world.view(to.volume()), "round " + round);
            MoveWorld.fill(to.volume().account(world.alice()), round);
        }
        world.restart();
        world.one().check();
        world.two().check();
    }

    /** While it is on its way back nothing of it goes. */
    @Test
    void nothingGoesOfWhatArrives() throws IOException {
        MoveWorld world = new MoveWorld(SEED);
        Results.done(world.move(world.one(), world.two()));
        world.pass(Duration.ofDays(16));
        List<String> expected = world.view(world.two().volume());
        Volume one = world.one().volume();
        one.core().elsewhere(_ -> true);
        Results.done(new AccountMove(world.alice(), world.two().volume(), one, new NodeName("store1"), world.random())
                .run(_ -> {
                    one.forgetting().run(Pace.FULL);
                    assertEquals(Outcome.done(0), new LeftCopy(one.core(), world.alice()).step());
                }));
        assertEquals(expected, world.view(one));
    }

    /** A move to a third volume that ended when all was ready there is not taken for the one that came after it. */
    @Test
    void aReadyCopyOfAnotherMoveStaysOne() throws IOException {
        MoveWorld world = new MoveWorld(SEED);
        VolumeWorld third = new VolumeWorld(world.random(), 1 << 30, VolumeWorld.Uploads.IN_MEMORY, 3);
        Ownership owner = world.one().volume().ownerships().find(world.alice()).orElseThrow();
        Ownership ready = owner.with(2, new Ownership.State.IncomingFrom(new NodeName("store1"), 99, true));
        Results.done(third.volume()
                .core()
                .commits()
                .copy(world.alice().value(), List.of(new StateRecord.Owned(ready, 1)), Change.Growth.GROWS));
        Results.done(world.move(world.one(), world.two()));
        AccountMove.settle(List.of(world.one().volume(), world.two().volume(), third.volume()));
        assertEquals(ready, third.volume().ownerships().find(world.alice()).orElseThrow());
    }

    /** Whoever is not the owner is not asked, and a copy that nobody finished serves nobody. */
    @Test
    void onlyItsOwnerIsMoved() throws IOException {
        MoveWorld world = new MoveWorld(SEED);
        Results.done(world.move(world.one(), world.two()));
        assertEquals(Outcome.refused(Outcome.Reason.NOT_OWNER), world.move(world.one(), world.two()));
        assertFalse(world.one()
                .volume()
                .ownerships()
                .find(world.alice())
                .orElseThrow()
                .serves());
    }
}
