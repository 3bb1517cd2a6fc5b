package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.identity.AccountId;
import waypost.message.Octets;

/** What a cleaner gives back, and what it leaves alone. */
final class CleanerTest {
    private static final String FILLING = "z".repeat(1500);

    private VolumeWorld world;
    private Account alice;

    @BeforeEach
    void open() throws IOException {
        world = new VolumeWorld(new SplittableRandom(5), 1 << 30, VolumeWorld.Uploads.IN_MEMORY);
        alice = world.volume().account(world.accounts().getFirst());
    }

    private List<Appended> append(int count) throws IOException {
        List<Appended> appended = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            appended.add(StoreFixture.append(alice, Folder.INBOX, "message " + i + FILLING));
        }
        return appended;
    }

    private void expunge(List<Appended> messages) throws IOException {
        Results.done(alice.expunge(
                Folder.INBOX, messages.stream().map(StoreFixture::ref).toList()));
        StoreFixture.forget(world.volume(), alice.id());
    }

    private String text(Appended message) throws IOException {
        return Facts.text(alice.message(message.itemNo()).orElseThrow().octets());
    }

    private Cleaner cleaner() {
        return world.cleaner();
    }

    private Cleaner.Gain clean() throws IOException {
        return cleaner().pass(40, Pace.FULL, (_, _) -> {});
    }

    private long size() throws IOException {
        long sum = 0;
        for (long first : world.volume().core().journal().segments().firsts()) {
            try (Disk.DiskFile file = world.disk(VolumeWorld.Part.JOURNAL).open(SegmentHeader.name(first))) {
                sum += file.size();
            }
        }
        return sum;
    }

    @Test
    void whatNothingNeedsIsGivenBackAndAllElseIsAsBefore() throws IOException {
        List<Appended> messages = append(60);
        List<Appended> kept = new ArrayList<>();
        for (int i = 0; i < 60; i += 4) {
            kept.add(messages.get(i));
        }
        List<Appended> gone = new ArrayList<>(messages);
        gone.removeAll(kept);
        expunge(gone);
        world.look();
        List<String> index = world.table().dump();
        long before = size();
        Cleaner.Gain gain = clean();
        assertTrue(gain.segments() > 8, gain::toString);
        assertTrue(gain.after() < gain.before() / 2, gain::toString);
        assertEquals(before - gain.before() + gain.after(), size());
        assertEquals(index, world.table().dump());
        for (Appended message : kept) {
            assertTrue(text(message).startsWith("message "));
        }
        world.check();
        assertEquals(Cleaner.Gain.NONE, clean(), "nothing has died since");
    }

    @Test
    void segmentsOfWhichNothingIsLeftBecomeOne() throws IOException {
        expunge(append(60));
        append(20);
        int before = world.volume().core().journal().segments().firsts().size();
        clean();
        int after = world.volume().core().journal().segments().firsts().size();
        assertTrue(after < before / 2, before + " segments, then " + after);
        world.look();
        world.check();
    }

    /** Only what changes of a message's record dies, as its body lives on. */
    @Test
    void ofAnOperationOnlyTheRecordsThatHoldAreLeft() throws IOException {
        List<MessageRef> messages = append(1).stream().map(StoreFixture::ref).toList();
        for (int i = 0; i < 150; i++) {
            Flags flag = new Flags(1L << i % 2);
            Results.done(alice.flag(Folder.INBOX, messages, new FlagChange.Add(flag)));
            Results.done(alice.flag(Folder.INBOX, messages, new FlagChange.Remove(flag)));
        }
        Cleaner.Gain gain = clean();
        assertTrue(gain.after() < gain.before() / 3, gain::toString);
        world.look();
        world.check();
    }

    @Test
    void aBodyThatIsStillToBeNamedStays() throws IOException {
        try (ReceivedBody body = StoreFixture.body(alice.upload(), "to be named")) {
            Results.done(body.settle());
            expunge(append(30));
            assertEquals(Cleaner.Gain.NONE, clean(), "all is behind the body");
            Appended named =
                    Results.done(alice.append(body, new NewMessage(Folder.INBOX, "", Flags.NONE, StoreFixture.DATE)));
            assertEquals("to be named", text(named));
        }
        assertTrue(clean().segments() > 0);
        world.look();
        world.check();
    }

    @Test
    void aBodyThatNobodyHasNamedGoesWhenItIsGivenUp() throws IOException {
        for (int i = 0; i < 30; i++) {
            try (ReceivedBody body = StoreFixture.body(alice.upload(), "given up " + FILLING)) {
                Results.done(body.settle());
            }
        }
        Cleaner.Gain gain = clean();
        assertTrue(gain.after() < gain.before() / 3, gain::toString);
    }

    @Test
    void aBodyStaysAsLongAsOneItemHasIt() throws IOException {
        List<Appended> messages = append(20);
        int archive = alice.folder("Archive").orElseThrow().id();
        Copied copied = Results.done(alice.copy(
                Folder.INBOX, messages.stream().map(StoreFixture::ref).toList(), archive));
        assertEquals(20, copied.destinationUids().size());
        expunge(messages);
        append(20);
        clean();
        world.look();
        world.check();
        try (OpenFolder folder = alice.open(archive, _ -> {}).orElseThrow()) {
            assertEquals(20, folder.snapshot().size());
        }
    }

    @Test
    void whoReadsIsNotDisturbed() throws IOException {
        List<Appended> messages = append(20);
        Octets body = alice.message(messages.getFirst().itemNo()).orElseThrow().octets();
        expunge(messages);
        append(20);
        StringBuilder read = new StringBuilder();
        body.read(0, body.length(), slice -> {
            assertTrue(clean().segments() > 0);
            read.append(new String(octets(slice), java.nio.charset.StandardCharsets.US_ASCII));
        });
        assertEquals("message 0" + FILLING, read.toString());
        assertThrows(CleanedRecord.class, () -> body.read(0, body.length(), _ -> {}));
    }

    private static byte[] octets(ByteBuffer slice) {
        byte[] octets = new byte[slice.remaining()];
        slice.get(octets);
        return octets;
    }

    /** A world whose operations are not cut. */
    private void whole() throws IOException {
        for (int seed = 0; world.volume().core().journal().operationBytes() < Journal.MAX_RECORD_BYTES; seed++) {
            world = new VolumeWorld(new SplittableRandom(seed), 1 << 30, VolumeWorld.Uploads.IN_MEMORY);
            alice = world.volume().account(world.accounts().getFirst());
        }
    }

    @Test
    void nothingIsCleanedByAnIndexThatHasLostSomething() throws IOException {
        whole();
        append(1);
        expunge(append(30));
        append(10);
        Batch loss = new Batch(world.table());
        loss.delete(Family.ACCOUNTS, Keys.item(alice.id().value(), 1));
        world.table().write(loss);
        Cleaner cleaner = cleaner();
        cleaner.pass(20, Pace.FULL, (_, _) -> {});
        assertEquals(Set.of(1L), cleaner.refused());
        assertEquals(
                Optional.empty(),
                SegmentFile.open(
                                world.disk(VolumeWorld.Part.JOURNAL),
                                world.volume().core().journal().segments().identity(),
                                1)
                        .header()
                        .cleaned());
    }

    @Test
    void aBrokenSegmentStaysAsItIs() throws IOException {
        List<Appended> messages = append(40);
        expunge(messages.subList(1, 40));
        BodyPart part = AccountReads.item(
                        world.table(), alice.id().value(), messages.getFirst().itemNo())
                .orElseThrow()
                .body()
                .parts()
                .getFirst();
        Segment segment =
                world.volume().core().journal().segments().lease(part.position().entry());
        Segment.Place place = segment.find(part.position());
        segment.file()
                .write(
                        ByteBuffer.wrap(new byte[3]),
                        place.offset() + place.head().offset(part.position().record()));
        world.volume().core().journal().segments().release(segment);
        Cleaner cleaner = cleaner();
        Cleaner.Gain none = cleaner.pass(0, Pace.FULL, (_, _) -> {});
        assertEquals(Set.of(segment.header().first()), cleaner.refused());
        assertEquals(0, none.segments(), "those beside it would have become one with it");
        assertTrue(cleaner.pass(0, Pace.FULL, (_, _) -> {}).segments() > 0);
        assertEquals(Set.of(segment.header().first()), cleaner.refused());
        assertThrows(DamagedRecord.class, () -> text(messages.getFirst()));
    }

    @Test
    void transfersThatAreForgottenGoAndTombstonesStay() throws IOException {
        VolumeTransfers transfers = new VolumeTransfers(world);
        for (int i = 0; i < 60; i++) {
            transfers.deliver();
        }
        for (AccountId id : world.accounts()) {
            Account account = world.volume().account(id);
            try (OpenFolder inbox = account.open(Folder.INBOX, _ -> {}).orElseThrow()) {
                List<MessageRef> all = new ArrayList<>();
                for (int i = 0; i < inbox.snapshot().size(); i++) {
                    all.add(inbox.snapshot().ref(i));
                }
                Results.done(account.expunge(Folder.INBOX, all));
            }
        }
        append(20);
        long transferred = written(StateRecord.Transferred.class);
        assertTrue(transferred > 20);
        long tombstones = written(StateRecord.ItemGone.class);
        assertTrue(tombstones > 20);
        world.pass(Volume.TRANSFERS.plus(Duration.ofDays(1)));
        Results.done(world.volume().forgetOld());
        cleaner().pass(0, Pace.FULL, (_, _) -> {});
        long left = written(StateRecord.Transferred.class);
        assertTrue(left < transferred / 4, left + " of " + transferred + ", not only those in pieces with others");
        assertEquals(tombstones, written(StateRecord.ItemGone.class));
        world.look();
        world.check();
    }

    /** Of a tombstone nothing is left when no segment can have an older record of its thing any more, and not sooner. */
    @Test
    void tombstonesGoWhenNothingOlderIsLeft() throws IOException {
        whole();
        List<Appended> first = append(30);
        append(6);
        expunge(first);
        append(12);
        assertEquals(30, written(StateRecord.ItemGone.class));
        for (int i = 0; i < 4; i++) {
            cleaner().pass(-1, Pace.FULL, (_, _) -> {});
            world.look();
            world.check();
        }
        assertEquals(0, written(StateRecord.ItemGone.class));
    }

    /** What has to stay until others are cleaned is no reason to clean again and again. */
    @Test
    void aTombstoneThatHasToStayIsNotCleanedInVain() throws IOException {
        List<Appended> first = append(30);
        expunge(first);
        append(12);
        Cleaner cleaner = cleaner();
        for (int i = 0; i < 4; i++) {
            cleaner.pass(5, Pace.FULL, (_, _) -> {});
        }
        assertEquals(Cleaner.Gain.NONE, cleaner.pass(5, Pace.FULL, (_, _) -> {}));
    }

    private long written(Class<? extends StateRecord> kind) throws IOException {
        Journal journal = world.volume().core().journal();
        WrittenRecords records = new WrittenRecords();
        new JournalReplay(journal.segments(), records, damage -> Assertions.fail(damage.toString()))
                .run(journal.appliedThrough());
        return records.count(kind);
    }

    @Test
    void whatIsOldIsCompressedOnceAndReadAsBefore() throws IOException {
        List<Appended> messages = append(40);
        long before = size();
        world.compresses(true);
        Cleaner.Gain gain = clean();
        assertTrue(gain.segments() > 4 && gain.after() < gain.before() / 2, gain::toString);
        assertTrue(size() < before * 2 / 3, before + " octets, then " + size());
        for (int i = 0; i < messages.size(); i++) {
            assertEquals("message " + i + FILLING, text(messages.get(i)));
        }
        assertEquals(Cleaner.Gain.NONE, clean(), "once");
        world.look();
        world.check();
        expunge(messages.subList(0, 30));
        append(20);
        assertTrue(clean().segments() > 0);
        world.look();
        world.check();
    }

    @Test
    void whatDoesNotShrinkStaysAsItIs() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < 6000; i++) {
            noise.append((char) ('!' + random.nextInt(90)));
        }
        for (int i = 0; i < 12; i++) {
            int from = random.nextInt(3000);
            StoreFixture.append(alice, Folder.INBOX, noise.substring(from, from + 3000));
        }
        world.compresses(true);
        Cleaner cleaner = cleaner();
        cleaner.pass(100, Pace.FULL, (_, _) -> {});
        long calls = world.disk(VolumeWorld.Part.JOURNAL).calls();
        assertEquals(Cleaner.Gain.NONE, cleaner.pass(100, Pace.FULL, (_, _) -> {}));
        long again = world.disk(VolumeWorld.Part.JOURNAL).calls() - calls;
        assertTrue(again < 60, "it has tried again: " + again + " calls");
    }

    @Test
    void withoutRoomNothingIsBegun() throws IOException {
        expunge(append(30));
        List<Appended> kept = append(10);
        ForgetfulDisk full = world.disk(VolumeWorld.Part.JOURNAL);
        full.capacity(0);
        assertEquals(Cleaner.Gain.NONE, clean());
        full.capacity(1 << 30);
        assertTrue(clean().segments() > 0);
        assertEquals("message 0" + FILLING, text(kept.getFirst()));
    }
}
