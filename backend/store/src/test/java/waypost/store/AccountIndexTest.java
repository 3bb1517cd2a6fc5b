package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.identity.TransferId;
import waypost.store.StateRecord.Horizon;
import waypost.store.StateRecord.Transferred;

/** How much an index reads and keeps for what it is told. */
class AccountIndexTest {
    private static final long ACCOUNT = 7;

    private final WatchedTable table = new WatchedTable(new MemoryTable());
    private AccountIndex index;
    private long entry;

    @BeforeEach
    void open() throws IOException {
        index = new AccountIndex(table, _ -> {});
    }

    private void apply(StateRecord... records) throws IOException {
        ByteBuffer operation = ByteBuffer.wrap(RecordCodec.operation(List.of(records)));
        Applied change = new Applied(new Position(++entry, 0), ACCOUNT, operation, 0);
        index.apply(entry, List.of(change), _ -> {
            throw new AssertionError("nothing is in parts");
        });
    }

    private static Transferred transfer(long began) {
        TransferDigest digest = TransferDigest.of("bob@example.org", new byte[32]);
        var seen = new TransferLedger.Seen(digest, began, Optional.empty());
        return new Transferred(ACCOUNT, new TransferId(1, began), "a@example.net", seen, began);
    }

    private List<Long> remembered() throws IOException {
        List<Long> began = new ArrayList<>();
        table.scan(Family.VOLUME, VolumeKeys.byAge(), (key, _) -> began.add(VolumeKeys.beganByAge(key)));
        return began;
    }

    @Test
    void whatIsForgottenIsAllThatIsRead() throws IOException {
        for (long began = 1; began <= 100; began++) {
            apply(transfer(began));
        }
        long before = table.scanned();
        apply(new Horizon(4));
        assertEquals(before + 4, table.scanned());
        assertEquals(4, remembered().getFirst());
        assertEquals(97, remembered().size());
    }

    /** As when a change and the next horizon share an entry. */
    @Test
    void whatTheSameEntryBringsIsForgottenToo() throws IOException {
        apply(transfer(1), transfer(5));
        apply(transfer(2), transfer(4), new Horizon(4));
        assertEquals(List.of(4L, 5L), remembered());
        apply(new Horizon(5), new Horizon(6));
        assertEquals(List.of(), remembered());
    }

    private static StateRecord.Departed departed(long modseq, int folder, long uid) {
        return new StateRecord.Departed(ACCOUNT, modseq, folder, 1000 + modseq, List.of(new UidRange(uid, uid)));
    }

    private static StateRecord.Counters counters(long version, long purged) {
        return new StateRecord.Counters(ACCOUNT, version, 10, 10, 10, purged, 0);
    }

    private Vanished vanished(int folder, long since, long through) throws IOException {
        return AccountReads.vanished(table, ACCOUNT, folder, since, through);
    }

    private static Vanished uids(UidRange... ranges) {
        return new Vanished.Uids(List.of(ranges));
    }

    @Test
    void whatLeftAFolderIsKnownByTheModseqAtWhichItDid() throws IOException {
        apply(departed(2, 1, 5), departed(3, 1, 9), departed(3, 2, 1), departed(4, 1, 6));
        assertEquals(uids(new UidRange(5, 6), new UidRange(9, 9)), vanished(1, 0, Long.MAX_VALUE));
        assertEquals(uids(new UidRange(6, 6), new UidRange(9, 9)), vanished(1, 2, Long.MAX_VALUE));
        assertEquals(uids(new UidRange(5, 5), new UidRange(9, 9)), vanished(1, 0, 3));
        assertEquals(uids(), vanished(1, 4, Long.MAX_VALUE));
        assertEquals(uids(), vanished(3, 0, Long.MAX_VALUE));
    }

    /** A cleaner may bring a record again when what it says is forgotten. */
    @Test
    void whatWasForgottenStaysForgotten() throws IOException {
        apply(counters(3, 0), departed(2, 1, 5), departed(3, 1, 9), departed(3, 2, 1));
        apply(counters(4, 2));
        assertEquals(new Vanished.TooOld(), vanished(1, 1, Long.MAX_VALUE));
        assertEquals(uids(new UidRange(9, 9)), vanished(1, 2, Long.MAX_VALUE));
        apply(departed(2, 1, 5), departed(3, 1, 9));
        List<Long> kept = new ArrayList<>();
        table.scan(Family.ACCOUNTS, Keys.departed(ACCOUNT), (key, _) -> kept.add(Keys.modseqOfDeparted(key)));
        assertEquals(List.of(3L, 3L), kept);
        assertEquals(3, AccountReads.departedBefore(table, ACCOUNT, 1004));
        assertEquals(0, AccountReads.departedBefore(table, ACCOUNT, 1003));
    }

    @Test
    void whatIsDerivedWhileNoChangeComesIsKeptUpToALimit() throws IOException {
        byte[] structure = new byte[100_000];
        int bodies = 1000;
        for (int body = 0; body < bodies; body++) {
            index.derive(Keys.body(new Position(1, body)), structure);
            index.derive(Keys.body(new Position(1, body)), structure);
        }
        int kept = derived(bodies);
        assertTrue(kept > 0 && kept * structure.length <= DerivedEntries.OCTETS, () -> kept + " kept");
        apply(transfer(1));
        assertEquals(kept, derived(bodies));
        index.derive(Keys.body(new Position(1, kept)), structure);
        assertEquals(kept + 1, derived(bodies));
    }

    private int derived(int bodies) throws IOException {
        int derived = 0;
        for (int body = 0; body < bodies; body++) {
            derived += index.derived(Keys.body(new Position(1, body))).isPresent() ? 1 : 0;
        }
        return derived;
    }
}
