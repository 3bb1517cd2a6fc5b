package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.PropertyState;

/**
 * The counts of a folder, or of all folders of an account together, as the index keeps them: they follow from the items. Those of a folder are of its mail;
 * what else it has is counted beside them.
 *
 * @param unseen without \\Seen
 * @param deleted with \\Deleted
 * @param octets of whole messages
 */
record StoredCounts(long messages, long unseen, long deleted, long octets) {
    static final StoredCounts NONE = new StoredCounts(0, 0, 0, 0);

    /** In place of a folder's id: all of them. */
    static final int ACCOUNT = 0;

    /** In place of a folder's id: the properties of the account, counted as if they were messages. */
    static final int PROPERTIES = -1;

    private static final int OCTETS = 32;

    /** In place of a folder's id: all of it that is no mail. */
    static int beside(int folderId) {
        return -1 - folderId;
    }

    /** Where an item counts, besides the account. */
    static int slot(Item item) {
        return item.kind() == ItemKind.MAIL ? item.folderId() : beside(item.folderId());
    }

    /** Counts a thing out of where it was and into where it is. */
    static void update(Batch batch, Optional<StateRecord> before, StateRecord after) throws IOException {
        for (Map.Entry<Integer, StoredCounts> difference :
                differences(before, after).entrySet()) {
            add(batch, after.account(), difference.getKey(), difference.getValue());
        }
    }

    static void add(Batch batch, long account, int folderId, StoredCounts more) throws IOException {
        byte[] key = Keys.counts(account, folderId);
        StoredCounts now = of(batch.get(Family.ACCOUNTS, key)).plus(more);
        if (now.equals(NONE)) {
            batch.delete(Family.ACCOUNTS, key);
        } else {
            batch.put(Family.ACCOUNTS, key, now.bytes());
        }
    }

    /** What is to be added to which counts. */
    static Map<Integer, StoredCounts> differences(Optional<? extends StateRecord> before, StateRecord after) {
        Map<Integer, StoredCounts> differences = new HashMap<>();
        before.ifPresent(old -> add(differences, old, -1));
        add(differences, after, 1);
        differences.values().removeIf(NONE::equals);
        return differences;
    }

    private static void add(Map<Integer, StoredCounts> differences, StateRecord state, int sign) {
        if (state instanceof Item item) {
            StoredCounts one = of(item).times(sign);
            differences.merge(slot(item), one, StoredCounts::plus);
            differences.merge(ACCOUNT, one, StoredCounts::plus);
        } else if (state instanceof PropertyState property) {
            differences.merge(PROPERTIES, of(property).times(sign), StoredCounts::plus);
        }
    }

    static StoredCounts of(Item item) {
        return of(item.flags(), item.size());
    }

    static StoredCounts of(MessageRow row) {
        return of(row.flags(), row.octets());
    }

    private static StoredCounts of(Flags flags, long octets) {
        return new StoredCounts(1, flags.has(Flags.SEEN) ? 0 : 1, flags.has(Flags.DELETED) ? 1 : 0, octets);
    }

    static StoredCounts of(PropertyState property) {
        int name = property.key().name().getBytes(StandardCharsets.UTF_8).length;
        return new StoredCounts(1, 0, 0, (long) name + property.value().length());
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
        return plus(other.times(-1));
    }

    private StoredCounts times(int sign) {
        return new StoredCounts(sign * messages, sign * unseen, sign * deleted, sign * octets);
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
