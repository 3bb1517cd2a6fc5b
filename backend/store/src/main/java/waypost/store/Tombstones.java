package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.FolderGone;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Held;
import waypost.store.StateRecord.HeldGone;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.ItemGone;
import waypost.store.StateRecord.Kept;
import waypost.store.StateRecord.KeptGone;
import waypost.store.StateRecord.Member;
import waypost.store.StateRecord.MemberGone;
import waypost.store.StateRecord.PropertyGone;
import waypost.store.StateRecord.PropertyState;
import waypost.store.StateRecord.SeenBy;

/**
 * The tombstones of the index and their end: an account's counters say up to which modseq they are forgotten, and with them what they kept for its being
 * brought back. All follows from the journal alone.
 */
final class Tombstones {
    private Tombstones() {}

    /** What is known of one without reading it. */
    record Mark(long at, long octets) {
        private static final int OCTETS = 16;

        static Mark of(byte[] value) {
            ByteBuffer in = ByteBuffer.wrap(value);
            return new Mark(in.getLong(), in.getLong());
        }

        private byte[] bytes() {
            return ByteBuffer.allocate(OCTETS).putLong(at).putLong(octets).array();
        }
    }

    /** Empty for what is no tombstone. */
    static Optional<Mark> mark(StateRecord state) {
        return switch (state) {
            case ItemGone gone ->
                Optional.of(new Mark(gone.at(), gone.last().map(Item::size).orElse(0L)));
            case FolderGone gone -> Optional.of(new Mark(gone.at(), 0));
            case PropertyGone _, MemberGone _, HeldGone _, KeptGone _ -> Optional.of(new Mark(0, 0));
            case StateRecord _ -> Optional.empty();
        };
    }

    /** What others have seen in a folder goes with it, not when its tombstone is forgotten: that may be the later cleaning, which no rebuild sees. */
    static void link(Batch batch, StateRecord state) throws IOException {
        mark(state).ifPresent(mark -> batch.put(Family.ACCOUNTS, Keys.gone(state), mark.bytes()));
        if (state instanceof FolderGone folder) {
            byte[] marks = Keys.seen(folder.account(), folder.folderId());
            for (byte[] mark : batch.keys(Family.ACCOUNTS, marks, Keys.behind(marks))) {
                batch.delete(Family.ACCOUNTS, mark);
            }
        }
    }

    static void unlink(Batch batch, StateRecord state) {
        mark(state).ifPresent(_ -> batch.delete(Family.ACCOUNTS, Keys.gone(state)));
    }

    /** Whether the counters before do not say yet that these are forgotten. */
    static boolean grow(Optional<StateRecord> before, Counters now) {
        return now.forgotten() > (before.isPresent() && before.get() instanceof Counters old ? old.forgotten() : 0);
    }

    /** Removes those that the counters say are forgotten. */
    static void forget(Batch batch, Counters counters) throws IOException {
        long account = counters.account();
        byte[] end = Keys.gone(account, counters.forgotten());
        for (byte[] key : batch.keys(Family.ACCOUNTS, Keys.gone(account), end)) {
            byte[] thing = Keys.thingOfGone(key);
            Optional<byte[]> value = batch.get(Family.ACCOUNTS, thing);
            if (value.isPresent()) {
                IndexLinks.unlink(batch, Entry.of(value.get()).state());
                batch.delete(Family.ACCOUNTS, thing);
            }
        }
    }

    /** Whether a record of a thing that the index does not know is one of a thing that it has forgotten. Something that still leads to the thing says no. */
    static boolean forgotten(Table table, StateRecord state) throws IOException {
        return switch (state) {
            case ItemGone _, FolderGone _, PropertyGone _, MemberGone _, HeldGone _, KeptGone _ ->
                covered(table, state);
            case PropertyState _, Member _, Held _, Kept _ -> covered(table, state);
            case Item item -> covered(table, item) && !listed(table, item);
            case FolderState folder ->
                covered(table, folder) && empty(table, Keys.uids(folder.account(), folder.folderId()));
            case SeenBy mark -> without(table, mark);
            case StateRecord _ -> false;
        };
    }

    private static boolean covered(Table table, StateRecord state) throws IOException {
        Optional<byte[]> counters = table.get(Family.ACCOUNTS, Keys.counters(state.account()));
        return counters.isPresent()
                && Entry.of(counters.get()).state() instanceof Counters known
                && state.version() <= known.forgotten();
    }

    /** Whether the folder of the mark has gone, or its message, of which nothing is known any more. */
    private static boolean without(Table table, SeenBy mark) throws IOException {
        Optional<byte[]> folder = table.get(Family.ACCOUNTS, Keys.folder(mark.account(), mark.folderId()));
        return folder.isPresent() && Entry.of(folder.get()).state() instanceof FolderGone
                || covered(table, mark)
                        && table.get(Family.ACCOUNTS, Keys.item(mark.account(), mark.itemNo()))
                                .isEmpty();
    }

    private static boolean listed(Table table, Item item) throws IOException {
        byte[] key = Keys.uid(item.account(), item.folderId(), item.uid());
        Optional<byte[]> row = table.get(Family.ACCOUNTS, key);
        return row.isPresent() && MessageRow.read(key, row.get()).itemNo() == item.itemNo();
    }

    private static boolean empty(Table table, byte[] prefix) throws IOException {
        boolean[] found = {false};
        table.scan(Family.ACCOUNTS, prefix, (_, _) -> {
            found[0] = true;
            return false;
        });
        return !found[0];
    }
}
