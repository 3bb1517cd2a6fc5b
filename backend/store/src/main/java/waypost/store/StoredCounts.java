package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import waypost.store.StateRecord.Item;

/**
 * The counts of a folder, or of all folders of an account together, as the index keeps them: they follow from the items.
 *
 * @param unseen without \\Seen
 * @param deleted with \\Deleted
 * @param octets of whole messages
 */
record StoredCounts(long messages, long unseen, long deleted, long octets) {
    static final StoredCounts NONE = new StoredCounts(0, 0, 0, 0);

    /** In place of a folder's id: all of them. */
    static final int ACCOUNT = 0;

    private static final int OCTETS = 32;

    /** Counts an item out of where it was and into where it is. */
    static void update(Batch batch, Optional<StateRecord> before, StateRecord after) throws IOException {
        Optional<Item> left = before.flatMap(StoredCounts::item);
        Optional<Item> here = item(after);
        StoredCounts less = left.map(StoredCounts::of).orElse(NONE);
        StoredCounts more = here.map(StoredCounts::of).orElse(NONE);
        boolean stays = left.isPresent()
                && here.isPresent()
                && left.get().folderId() == here.get().folderId();
        if (stays) {
            add(batch, after.account(), here.get().folderId(), more.minus(less));
        } else {
            if (left.isPresent()) {
                add(batch, after.account(), left.get().folderId(), NONE.minus(less));
            }
            if (here.isPresent()) {
                add(batch, after.account(), here.get().folderId(), more);
            }
        }
        add(batch, after.account(), ACCOUNT, more.minus(less));
    }

    static StoredCounts of(Item item) {
        return new StoredCounts(
                1, item.flags().has(Flags.SEEN) ? 0 : 1, item.flags().has(Flags.DELETED) ? 1 : 0, item.size());
    }

    static StoredCounts of(Optional<byte[]> value) {
        return value.map(bytes -> {
                    ByteBuffer in = ByteBuffer.wrap(bytes);
                    return new StoredCounts(in.getLong(), in.getLong(), in.getLong(), in.getLong());
                })
                .orElse(NONE);
    }

    StoredCounts plus(StoredCounts other) {
        return new StoredCounts(
                messages + other.messages, unseen + other.unseen, deleted + other.deleted, octets + other.octets);
    }

    StoredCounts minus(StoredCounts other) {
        return new StoredCounts(
                messages - other.messages, unseen - other.unseen, deleted - other.deleted, octets - other.octets);
    }

    private static Optional<Item> item(StateRecord state) {
        return state instanceof Item item ? Optional.of(item) : Optional.empty();
    }

    private static void add(Batch batch, long account, int folderId, StoredCounts difference) throws IOException {
        if (difference.equals(NONE)) {
            return;
        }
        byte[] key = Keys.counts(account, folderId);
        StoredCounts now = of(batch.get(Family.ACCOUNTS, key)).plus(difference);
        if (now.equals(NONE)) {
            batch.delete(Family.ACCOUNTS, key);
        } else {
            batch.put(Family.ACCOUNTS, key, now.bytes());
        }
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(OCTETS)
                .putLong(messages)
                .putLong(unseen)
                .putLong(deleted)
                .putLong(octets)
                .array();
    }
}
