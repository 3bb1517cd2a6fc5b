package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import waypost.store.StateRecord.Item;

/** The counts of a folder as the index keeps them: they follow from the items in it. */
record StoredCounts(long messages, long unseen) {
    private static final StoredCounts NONE = new StoredCounts(0, 0);

    /** Counts an item out of where it was and into where it is. */
    static void update(Batch batch, Optional<StateRecord> before, StateRecord after) throws IOException {
        Optional<Item> left = before.flatMap(StoredCounts::item);
        Optional<Item> here = item(after);
        boolean same = left.isPresent()
                && here.isPresent()
                && left.get().folderId() == here.get().folderId()
                && unseen(left.get()) == unseen(here.get());
        if (same) {
            return;
        }
        if (left.isPresent()) {
            add(batch, left.get(), -1);
        }
        if (here.isPresent()) {
            add(batch, here.get(), 1);
        }
    }

    static StoredCounts of(Optional<byte[]> value) {
        return value.map(bytes -> {
                    ByteBuffer in = ByteBuffer.wrap(bytes);
                    return new StoredCounts(in.getLong(), in.getLong());
                })
                .orElse(NONE);
    }

    private static Optional<Item> item(StateRecord state) {
        return state instanceof Item item ? Optional.of(item) : Optional.empty();
    }

    private static long unseen(Item item) {
        return item.flags().has(Flags.SEEN) ? 0 : 1;
    }

    private static void add(Batch batch, Item item, long sign) throws IOException {
        byte[] key = Keys.counts(item.account(), item.folderId());
        StoredCounts old = of(batch.get(Family.ACCOUNTS, key));
        StoredCounts now = new StoredCounts(old.messages + sign, old.unseen + sign * unseen(item));
        if (now.messages == 0) {
            batch.delete(Family.ACCOUNTS, key);
        } else {
            batch.put(Family.ACCOUNTS, key, now.bytes());
        }
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(messages).putLong(unseen).array();
    }
}
