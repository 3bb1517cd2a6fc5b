package waypost.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.message.Octets;

/** Records as bytes and back, whole, cut and spoilt. */
class RecordCodecTest {
    private static final int ROUNDS = 200;
    private static final Bodies NOTHING_EARLIER = _ -> Octets.of(new byte[0]);

    private final SplittableRandom random = new SplittableRandom(Long.getLong("waypost.seed", 20_261_123));
    private final RandomRecords records = new RandomRecords(random);

    @ParameterizedTest
    @EnumSource(RecordKind.class)
    void eachKindComesBackAsItWas(RecordKind kind) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            StateRecord state = records.next(kind);
            assertEquals(kind, RecordKind.of(state));
            assertEquals(state, RecordCodec.record(ByteBuffer.wrap(RecordCodec.record(state))));
            Entry entry = new Entry(new Position(i, i), state);
            assertEquals(entry, Entry.of(entry.bytes()));
        }
    }

    private List<StateRecord> some() {
        List<StateRecord> some = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            some.add(records.next(RecordKind.values()[random.nextInt(RecordKind.values().length)]));
        }
        return some;
    }

    @Test
    void anOperationComesBackAsItWas() {
        for (int i = 0; i < ROUNDS; i++) {
            List<StateRecord> some = some();
            RecordCodec.Operation read = RecordCodec.operation(ByteBuffer.wrap(RecordCodec.operation(some)));
            assertEquals(some, read.records());
            assertEquals(List.of(), read.damage());
        }
    }

    @Test
    void anOperationInPiecesComesBackInItsOrder() {
        for (int i = 0; i < ROUNDS; i++) {
            List<StateRecord> some = some();
            int octets = 100 + random.nextInt(400);
            List<byte[]> pieces = RecordCodec.pieces(some, octets);
            List<BodyPart> earlier = new ArrayList<>();
            List<StateRecord> read = new ArrayList<>();
            for (byte[] piece : pieces) {
                RecordCodec.Operation operation = RecordCodec.operation(ByteBuffer.wrap(piece));
                assertTrue(piece.length <= octets || operation.records().size() == 1);
                read.addAll(operation.records());
                earlier.add(new BodyPart(new Position(i + 1, earlier.size()), piece.length));
            }
            RecordCodec.Operation end = RecordCodec.operation(ByteBuffer.wrap(RecordCodec.naming(earlier)));
            assertEquals(List.of(), end.records());
            assertEquals(some, read);
            assertEquals(earlier, end.earlier());
            assertEquals(List.of(), end.damage());
        }
    }

    @Test
    void aLostPieceIsDamageOfItsRecordsOnly() throws IOException {
        StateRecord there = records.next(RecordKind.FOLDER);
        List<String> damages = new ArrayList<>();
        AccountIndex index =
                new AccountIndex(new MemoryTable(), _ -> {}, (_, position, what) -> damages.add(position + " " + what));
        // An earlier release put records behind the names.
        byte[] names = RecordCodec.naming(List.of(new BodyPart(new Position(1, 0), 5)));
        byte[] record = RecordCodec.record(there);
        ByteBuffer operation = ByteBuffer.allocate(names.length + record.length);
        operation.put(names).put(record).flip();
        List<Applied> changes = List.of(new Applied(new Position(2, 0), 1, operation, 0));
        index.apply(2, changes, _ -> new Lost());
        assertEquals(List.of("1.0 gone"), damages);
        assertEquals(2, index.applied());
    }

    private static final class Lost implements Octets {
        @Override
        public long length() {
            return 5;
        }

        @Override
        public void read(long offset, long length, Sink sink) throws IOException {
            throw new NoSuchFileException("gone");
        }
    }

    @Test
    void aCutOperationIsDamageBehindWholeRecords() {
        for (int i = 0; i < 20; i++) {
            List<StateRecord> some = some();
            byte[] whole = RecordCodec.operation(some);
            for (int cut = 0; cut < whole.length; cut++) {
                RecordCodec.Operation read = RecordCodec.operation(ByteBuffer.wrap(whole, 0, cut));
                assertEquals(some.subList(0, read.records().size()), read.records());
                byte[] good = RecordCodec.operation(read.records());
                assertEquals(cut != good.length, !read.damage().isEmpty(), "cut at " + cut);
            }
        }
    }

    @Test
    void aRecordOfALaterReleaseSpoilsOnlyItself() {
        StateRecord one = records.next(RecordKind.ITEM);
        StateRecord other = records.next(RecordKind.FOLDER);
        byte[] bytes = RecordCodec.operation(List.of(one, other));
        bytes[1] = 99;
        RecordCodec.Operation read = RecordCodec.operation(ByteBuffer.wrap(bytes));
        assertEquals(List.of(other), read.records());
        assertEquals(List.of("record of kind 99"), read.damage());
    }

    @ParameterizedTest
    @EnumSource
    void fieldsThatALaterReleaseAddsAreLeftOut(RecordKind kind) throws Exception {
        for (int i = 0; i < 20; i++) {
            addsAField(kind, records.next(kind));
        }
    }

    private void addsAField(RecordKind kind, StateRecord state) throws Exception {
        RecordWriter payload = new RecordWriter();
        RecordPayloads.write(payload, state);
        payload.number(random.nextLong(1 << 20));
        payload.text("added");
        RecordWriter record = new RecordWriter();
        record.octet(kind.code());
        record.fixed64(state.account());
        record.number(0);
        record.number(state.version());
        record.octets(payload.bytes());
        assertEquals(state, RecordCodec.record(ByteBuffer.wrap(record.bytes())));
    }

    /** Of what an earlier release wrote it is not known which messages left. */
    @Test
    void countersOfAnEarlierReleaseRememberNoDepartures() throws Exception {
        StateRecord.Counters counters = new StateRecord.Counters(7, 20, 10, 3, 100, 0, 0);
        assertEquals(new StateRecord.Counters(7, 20, 10, 3, 100, 20, 0), shortened(counters, 2));
    }

    @Test
    void whatWentInAnEarlierReleaseCannotBeBroughtBack() throws Exception {
        StateRecord.ItemGone item = new StateRecord.ItemGone(7, 9, 3, 1, 2);
        assertEquals(item, shortened(item, 2));
        StateRecord.FolderGone folder = new StateRecord.FolderGone(7, 9, 2);
        assertEquals(folder, shortened(folder, 2));
    }

    @Test
    void itemsAndFoldersOfAnEarlierReleaseAreMail() throws Exception {
        StoredBody empty = new StoredBody(List.of(), 0, 0, false);
        ItemHistory unknown = new ItemHistory(5, 5, 9, 0, "", 0);
        StateRecord.Item item = new StateRecord.Item(
                7, 9, 3, 1, 2, ItemKind.MAIL, Flags.SEEN, new ReceivedAt(1, 0), unknown, "X: y\r\n", empty);
        assertEquals(item, shortened(item, 8));
        assertEquals(item, shortened(item, 3), "of no thread but its own");
        assertEquals(item, shortened(item, 1), "without properties");
        StateRecord.FolderState folder =
                new StateRecord.FolderState(7, 9, 2, 0, "a", FolderType.mail(FolderRole.SENT), 100, 5, 4);
        assertEquals(folder, shortened(folder, 1 + FolderType.MAIL.length() + 1));
    }

    /** As it was before so many octets were added at its end. */
    private static StateRecord shortened(StateRecord state, int octets) throws Exception {
        byte[] now = RecordCodec.record(state);
        byte[] before = Arrays.copyOf(now, now.length - octets);
        before[1 + 8 + 1 + 1] -= (byte) octets; // the length of the payload
        return RecordCodec.record(ByteBuffer.wrap(before));
    }

    @Test
    void spoiltBytesAreCountedAndNeverStopTheIndex() throws IOException {
        List<String> damages = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            AccountIndex index =
                    new AccountIndex(new MemoryTable(), _ -> {}, (account, position, what) -> damages.add(what));
            byte[] bytes = RecordCodec.operation(some());
            for (int spoilt = random.nextInt(4); spoilt >= 0; spoilt--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            ByteBuffer operation = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
            index.apply(1, List.of(new Applied(new Position(1, 0), 1, operation, 0)), NOTHING_EARLIER);
            assertEquals(1, index.applied());
        }
        assertFalse(damages.isEmpty());
    }

    @Test
    void keysAreInTheOrderOfTheirNumbers() {
        for (int i = 0; i < 2000; i++) {
            long account = random.nextInt(3);
            long one = random.nextLong() >>> random.nextInt(64);
            long other = random.nextInt(3) == 0 ? one + 1 : random.nextLong() >>> random.nextInt(64);
            ordered(Long.compareUnsigned(one, other), Keys.item(account, one), Keys.item(account, other));
            ordered(Long.compareUnsigned(one, other), Keys.items(one), Keys.items(other));
            long uid = one & 0xFFFF_FFFFL;
            long next = other & 0xFFFF_FFFFL;
            ordered(Long.compare(uid, next), Keys.uid(account, 1, uid), Keys.uid(account, 1, next));
            assertEquals(uid, Keys.uidOf(Keys.uid(account, 1, uid)));
            int folder = random.nextInt(Integer.MAX_VALUE);
            ordered(Integer.compare(folder, 7), Keys.uid(account, folder, uid), Keys.uid(account, 7, next));
            assertTrue(startsWith(Keys.uid(account, folder, uid), Keys.uids(account, folder)));
        }
    }

    private static void ordered(int expected, byte[] one, byte[] other) {
        if (expected != 0) {
            assertEquals(Integer.signum(expected), Integer.signum(Arrays.compareUnsigned(one, other)));
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return Arrays.equals(Arrays.copyOf(key, prefix.length), prefix);
    }

    @Test
    void linksLeadBackToTheirTransfer() {
        for (int i = 0; i < ROUNDS; i++) {
            if (records.next(RecordKind.TRANSFERRED) instanceof StateRecord.Transferred done) {
                byte[] thing = Keys.thing(done);
                assertArrayEquals(thing, Keys.transferOfDigest(Keys.digest(done)));
                assertArrayEquals(thing, VolumeKeys.thingByTransfer(VolumeKeys.byTransfer(done)));
                assertArrayEquals(thing, VolumeKeys.thingByAge(VolumeKeys.byAge(done)));
                assertEquals(done.seen().began(), VolumeKeys.beganByAge(VolumeKeys.byAge(done)));
            }
        }
    }
}
