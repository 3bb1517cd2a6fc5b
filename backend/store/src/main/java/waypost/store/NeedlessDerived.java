package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Deletes what was derived from bodies that nothing needs any more. Nobody else writes such an entry, and nobody reads it. One thread. */
final class NeedlessDerived {
    private static final int TOGETHER = 1024;

    private final Table table;
    private final Journal journal;
    private final Liveness liveness;

    NeedlessDerived(Table table, Journal journal) {
        this.table = table;
        this.journal = journal;
        this.liveness = new IndexLiveness(table);
    }

    /** What the journal may still get a name for stays. Answers how many entries were deleted. */
    long run(Pace pace) throws IOException {
        long before =
                Math.min(journal.appliedThrough() + 1, journal.segments().pins().first());
        long deleted = 0;
        byte[] first = {};
        List<byte[]> keys = keys(first, before, pace);
        while (!keys.isEmpty()) {
            Batch batch = new Batch(table);
            int needless = 0;
            for (byte[] key : keys) {
                if (!liveness.needed(Keys.referred(key))) {
                    batch.delete(Family.DERIVED, key);
                    needless++;
                }
            }
            if (needless > 0) {
                table.write(batch);
                deleted += needless;
            }
            byte[] last = keys.getLast();
            first = Arrays.copyOf(last, last.length + 1);
            keys = keys(first, before, pace);
        }
        return deleted;
    }

    private List<byte[]> keys(byte[] first, long before, Pace pace) throws IOException {
        List<byte[]> keys = new ArrayList<>();
        long[] octets = {0};
        table.scanFrom(Family.DERIVED, new byte[0], first, (key, value) -> {
            if (Keys.referred(key).entry() >= before) {
                return false;
            }
            octets[0] += key.length + value.length;
            keys.add(key);
            return keys.size() < TOGETHER;
        });
        pace.spend(octets[0]);
        return keys;
    }
}
