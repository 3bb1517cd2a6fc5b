package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Named ends of a journal. */
final class JournalFaultTest {
    private static final long ROOMY = 1 << 30;

    private static JournalWorld world(long capacity) throws IOException {
        return new JournalWorld(new ForgetfulDisk(7, capacity), JournalWorld.SETTINGS);
    }

    @ParameterizedTest
    @EnumSource(ForgetfulDisk.Fault.class)
    void eachFailureAtEachCallLosesNothingTold(ForgetfulDisk.Fault fault) throws IOException {
        boolean failed = true;
        for (int call = 1; failed; call++) {
            JournalWorld world = world(ROOMY);
            world.disk().failAt(call, fault);
            for (int i = 0; i < 12; i++) {
                world.append();
                world.settle();
            }
            failed = world.disk().failed();
            world.reopen(world.disk().crash());
            world.settle();
            long id = world.append();
            world.settle();
            assertEquals(CompletableFuture.State.SUCCESS, world.outcome(id).state());
            world.check();
        }
    }

    /** C4: what a killed process had only in the page cache is made durable before the next one shows it. */
    @Test
    void theTailIsSyncedBeforeItIsReplayed() throws IOException {
        int kept = 0;
        for (int seed = 0; seed < 50; seed++) {
            JournalWorld world = new JournalWorld(new ForgetfulDisk(seed, ROOMY), JournalWorld.SETTINGS);
            world.append();
            world.core().queue();
            long before = world.disk().calls();
            world.disk().failAt(2, ForgetfulDisk.Fault.POWER_LOSS);
            world.commit();
            assertEquals(before + 2, world.disk().calls(), "the second call of a commit is its sync");
            world.reopen(world.disk().kill());
            kept += world.index().seen().size();
            world.reopen(world.disk().crash());
        }
        assertEquals(50, kept);
    }

    /** What a failed sync left readable is not on the disk, and syncing again would not bring it there. */
    @Test
    void aFailedSyncIsNotTrustedAfterARestart() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            JournalWorld world = new JournalWorld(new ForgetfulDisk(seed, ROOMY), JournalWorld.SETTINGS);
            long id = world.append();
            world.disk().failAt(2, ForgetfulDisk.Fault.IO_ERROR);
            world.commit();
            assertInstanceOf(JournalFailure.Unresolved.class, world.outcome(id).exceptionNow());
            long later = world.append();
            assertInstanceOf(JournalFailure.Stopped.class, world.outcome(later).exceptionNow());
            world.reopen(world.disk().kill());
            assertEquals(1, world.index().seen().size());
            world.reopen(world.disk().crash());
        }
    }

    /** A seal of which only the page cache knows is made again before another segment relies on it. */
    @Test
    void aFailedSealIsNotTrustedAfterARestart() throws IOException {
        for (int call = 1; call < 120; call++) {
            JournalWorld world = new JournalWorld(new ForgetfulDisk(call, ROOMY), JournalWorld.SETTINGS);
            world.disk().failAt(call, ForgetfulDisk.Fault.IO_ERROR);
            grow(world);
            world.reopen(world.disk().kill());
            grow(world);
            world.reopen(world.disk().crash());
        }
    }

    private static void grow(JournalWorld world) {
        for (int i = 0; i < 40; i++) {
            world.append();
            world.settle();
        }
    }

    /** C5: a whole group of an earlier incarnation behind a cut does not continue what was written at the cut. */
    @Test
    void anOldGroupBehindACutIsNoContinuation() throws IOException {
        JournalWorld world = world(ROOMY);
        world.append();
        world.settle();
        long old = world.core().segments().identity().incarnation();
        world.reopen(world.disk().crash());
        long second = world.append();
        world.settle();
        Segment segment = world.core().segments().lease(1);
        long mark = world.core().segments().identity().mark();
        Group stale = new Group(
                3,
                List.of(new GroupMember(
                        JournalWorld.change(99, Change.Growth.GROWS),
                        GroupMember.Kind.CHANGE,
                        new CompletableFuture<>())));
        ByteBuffer bytes = new GroupWriter(4 << 10, mark, old).lay(3, stale.members());
        segment.file().write(bytes, segment.end());
        segment.file().force();
        world.reopen(world.disk().crash());
        assertEquals(2, world.index().seen().size());
        assertEquals(second, world.index().seen().getLast().account());
    }

    @Test
    void aBrokenGroupWithALaterOneBehindItIsDamage() throws IOException {
        JournalWorld world = world(ROOMY);
        for (int i = 0; i < 3; i++) {
            world.append();
            world.settle();
        }
        damage(world, 2);
        assertThrows(JournalDamaged.class, () -> world.reopen(world.disk().crash()));
    }

    @Test
    void anIndexAheadOfItsJournalIsDamage() throws IOException {
        JournalWorld world = world(ROOMY);
        world.append();
        world.settle();
        world.index().flush();
        damage(world, 1);
        assertThrows(JournalDamaged.class, () -> world.reopen(world.disk().crash()));
    }

    @Test
    void aDamagedBodyInASealedSegmentIsAnErrorWhenRead() throws IOException {
        JournalWorld world = world(ROOMY);
        for (int i = 0; i < 40; i++) {
            world.append();
            world.settle();
        }
        assertTrue(world.core().segments().firsts().size() > 3);
        MemoryIndex.Seen victim = world.index().seen().stream()
                .filter(seen -> seen.bodies() > 0
                        && JournalWorld.change(seen.account(), Change.Growth.GROWS)
                                        .bodies()
                                        .getFirst()
                                        .remaining()
                                > 9)
                .findFirst()
                .orElseThrow();
        Segment segment = world.core().segments().lease(victim.position().entry());
        Segment.Place place = segment.find(victim.position());
        int offset = place.head().offset(victim.position().record() + 1);
        segment.file().write(ByteBuffer.wrap(new byte[8]), place.offset() + offset);
        int length = JournalWorld.change(victim.account(), Change.Growth.GROWS)
                .bodies()
                .getFirst()
                .remaining();
        BodyPart part = new BodyPart(victim.position().body(0), length);
        assertThrows(DamagedRecord.class, () -> world.read(part));
    }

    /** There is one checksum for the whole record. */
    @Test
    void aPieceOfADamagedBodyIsAnErrorEvenWhereItIsWhole() throws IOException {
        JournalWorld world = world(ROOMY);
        BodyPart spoilt = body(world);
        BodyPart whole = body(world);
        spoil(world, spoilt, spoilt.length() - 1);
        assertThrows(DamagedRecord.class, () -> world.read(spoilt, 0, 4));
        ByteBuffer bytes = world.read(whole);
        assertEquals(bytes.slice(3, 4), world.read(whole, 3, 4));
    }

    /** What is given away is what was checked: one reading serves for both, and no earlier one does. */
    @Test
    void aPieceIsReadOnceAndCheckedEachTime() throws IOException {
        JournalWorld world = world(ROOMY);
        BodyPart part = body(world);
        long before = world.disk().calls();
        ByteBuffer piece = world.read(part, 3, 4);
        long between = world.disk().calls();
        assertEquals(piece, world.read(part).slice(3, 4));
        assertEquals(world.disk().calls() - between, between - before);
        spoil(world, part, part.length() - 1);
        assertThrows(DamagedRecord.class, () -> world.read(part, 3, 4));
    }

    @Test
    void aBodyWhoseFileEndsInItIsDamage() throws IOException {
        JournalWorld world = world(ROOMY);
        BodyPart part = body(world);
        assertEquals(4, world.read(part, 3, 4).remaining());
        Segment segment = world.core().segments().lease(part.position().entry());
        segment.file().truncate(offset(segment, part) + 5);
        assertThrows(DamagedRecord.class, () -> world.read(part, 3, 4));
        assertThrows(DamagedRecord.class, () -> world.read(part));
    }

    /** A durable body that can be read in pieces. */
    private static BodyPart body(JournalWorld world) throws IOException {
        MemoryIndex.Seen last;
        do {
            world.append();
            world.settle();
            last = world.index().seen().getLast();
        } while (last.bodies() == 0 || length(last) <= 9);
        return new BodyPart(last.position().body(0), length(last));
    }

    private static int length(MemoryIndex.Seen seen) {
        return JournalWorld.change(seen.account(), Change.Growth.GROWS)
                .bodies()
                .getFirst()
                .remaining();
    }

    private static long offset(Segment segment, BodyPart part) throws IOException {
        Segment.Place place = segment.find(part.position());
        return place.offset() + place.head().offset(part.position().record());
    }

    private static void spoil(JournalWorld world, BodyPart part, int at) throws IOException {
        Segment segment = world.core().segments().lease(part.position().entry());
        flip(segment.file(), offset(segment, part) + at);
    }

    private static void flip(Disk.DiskFile file, long at) throws IOException {
        ByteBuffer octet = ByteBuffer.allocate(1);
        file.read(octet, at);
        file.write(octet.put(0, (byte) ~octet.get(0)).flip(), at);
        file.force();
    }

    /** Spoils the last byte of an entry. */
    private static void damage(JournalWorld world, long entry) throws IOException {
        Segment segment = world.core().segments().lease(entry);
        Segment.Place place = segment.find(new Position(entry, 0));
        flip(segment.file(), place.offset() + place.head().length() - 1);
    }

    @Test
    void theEndMayBeTornAtEachByte() throws IOException {
        JournalWorld whole = world(ROOMY);
        whole.append();
        whole.settle();
        Segment segment = whole.core().segments().lease(1);
        int from = SegmentHeader.BYTES;
        for (long cut = from; cut < segment.end(); cut++) {
            JournalWorld world = world(ROOMY);
            world.append();
            world.settle();
            Disk.DiskFile file = world.core().segments().lease(1).file();
            file.write(ByteBuffer.allocate((int) (segment.end() - cut)), cut);
            SegmentEnd end = SegmentEnd.find(
                    file, new SegmentHeader(world.core().segments().identity(), 1, 1), 1);
            assertTrue(end.last() == 0 || cut + 8 > segment.end(), "cut at " + cut);
        }
    }

    @Test
    void aReadOnlyDiskIsReadOnAndWrittenToAgainOnlyByTheNextProcess() throws IOException {
        JournalWorld world = world(ROOMY);
        BodyPart part = body(world);
        ByteBuffer before = world.read(part);
        world.disk().becomeReadOnly();
        long first = world.append();
        world.settle();
        assertInstanceOf(JournalFailure.Unresolved.class, world.outcome(first).exceptionNow());
        long second = world.append();
        world.settle();
        assertInstanceOf(JournalFailure.Stopped.class, world.outcome(second).exceptionNow());
        assertEquals(before, world.read(part));
        world.reopen(world.disk().kill());
        assertEquals(before, world.read(part));
        long third = world.append();
        world.settle();
        assertEquals(CompletableFuture.State.SUCCESS, world.outcome(third).state());
        world.check();
    }

    @Test
    void withoutRoomForASegmentTheVolumeIsFullButGoesOn() throws IOException {
        JournalWorld world = world(30 << 10);
        CompletableFuture.State state = CompletableFuture.State.SUCCESS;
        long id = 0;
        for (int i = 0; i < 60 && state == CompletableFuture.State.SUCCESS; i++) {
            id = world.append();
            world.settle();
            state = world.outcome(id).state();
        }
        assertInstanceOf(JournalFailure.Full.class, world.outcome(id).exceptionNow());
        assertEquals(JournalOrder.Health.SOUND, world.core().order().health());
        world.reopen(world.disk().crash());
    }
}
