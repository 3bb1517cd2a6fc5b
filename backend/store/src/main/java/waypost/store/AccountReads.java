package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import waypost.identity.TransferId;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.Departed;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.Keywords;
import waypost.store.StateRecord.Member;
import waypost.store.StateRecord.Owned;
import waypost.store.StateRecord.PropertyState;
import waypost.store.StateRecord.SeenBy;
import waypost.store.StateRecord.Subscriptions;
import waypost.store.StateRecord.Transferred;

/** Reads of the things of one account. */
final class AccountReads {
    private AccountReads() {}

    static AccountHead.State state(Table table, long account) throws IOException {
        return table.read(from -> new AccountHead.State(
                counters(from, account),
                folders(from, account),
                read(from, Keys.keywords(account), Keywords.class).orElse(new Keywords(account, 0, List.of())),
                read(from, Keys.subscriptions(account), Subscriptions.class)
                        .orElse(new Subscriptions(account, 0, List.of())),
                counts(from, account),
                quota(from, account),
                searches(from, account),
                owned(from, account).orElse(null)));
    }

    static Counters counters(Table table, long account) throws IOException {
        return read(table, Keys.counters(account), Counters.class).orElse(Counters.none(account));
    }

    static Optional<Owned> owned(Table table, long account) throws IOException {
        return read(table, Keys.owned(account), Owned.class);
    }

    static Map<Integer, FolderState> folders(Table table, long account) throws IOException {
        Map<Integer, FolderState> folders = new HashMap<>();
        for (FolderState folder : all(table, Keys.folders(account), FolderState.class)) {
            folders.put(folder.folderId(), folder);
        }
        return Map.copyOf(folders);
    }

    static FolderCounts counts(Table table, long account, Folder folder) throws IOException {
        return table.read(from -> {
            StoredCounts stored = counts(from, account, folder.id());
            long recent = folder.recentFrom() <= 1 ? stored.messages() : recent(from, account, folder);
            return new FolderCounts(stored.messages(), stored.unseen(), recent, stored.deleted(), stored.octets());
        });
    }

    private static long recent(Table table, long account, Folder folder) throws IOException {
        long[] recent = new long[1];
        if (folder.recentFrom() < folder.uidNext()) {
            byte[] first = Keys.uid(account, folder.id(), folder.recentFrom());
            table.scanFrom(Family.ACCOUNTS, Keys.uids(account, folder.id()), first, (_, value) -> {
                recent[0] += MessageRow.isMail(value) ? 1 : 0;
                return true;
            });
        }
        return recent[0];
    }

    /** All items of the folder, whatever they are. */
    static List<MessageRef> refs(Table table, long account, int folderId) throws IOException {
        List<MessageRef> refs = new ArrayList<>();
        table.scan(Family.ACCOUNTS, Keys.uids(account, folderId), (key, value) -> {
            MessageRow row = MessageRow.read(key, value);
            return refs.add(new MessageRef(row.itemNo(), row.uid()));
        });
        return refs;
    }

    /** @param folderId may be {@link StoredCounts#ACCOUNT}, or what is beside a folder's mail */
    static StoredCounts counts(Table table, long account, int folderId) throws IOException {
        return StoredCounts.of(table.get(Family.ACCOUNTS, Keys.counts(account, folderId)));
    }

    /** What left the folder after the one modseq and not after the other. */
    static Vanished vanished(Table table, long account, int folderId, long since, long through) throws IOException {
        return table.read(from -> {
            List<UidRange> uids = new ArrayList<>();
            byte[] first = Keys.departed(account, folderId, since + 1);
            from.scanFrom(Family.ACCOUNTS, Keys.departed(account, folderId), first, (_, value) -> {
                if (Entry.of(value).state() instanceof Departed departed && departed.version() <= through) {
                    uids.addAll(departed.uids());
                    return true;
                }
                return false;
            });
            long purged = counters(from, account).purged(); // last: what was purged meanwhile is missing above
            return since < purged ? new Vanished.TooOld() : new Vanished.Uids(UidRange.union(uids));
        });
    }

    /** The last modseq at which something left that is now older than this, as all is that left before; 0 when there is none. */
    static long departedBefore(Table table, long account, long epochSecond) throws IOException {
        SortedMap<Long, Long> departures = new TreeMap<>();
        table.scan(Family.ACCOUNTS, Keys.departed(account), (_, value) -> {
            if (Entry.of(value).state() instanceof Departed departed) {
                departures.put(departed.version(), departed.at());
            }
            return true;
        });
        Expiry expiry = new Expiry(epochSecond, Integer.MAX_VALUE);
        for (Map.Entry<Long, Long> departure : departures.entrySet()) {
            if (!expiry.take(departure.getKey(), departure.getValue())) {
                break;
            }
        }
        return expiry.through();
    }

    static Optional<PropertyState> property(Table table, long account, PropertyKey key) throws IOException {
        return read(table, Keys.property(account, key), PropertyState.class);
    }

    static List<PropertyState> properties(Table table, long account, PropertyKind kind) throws IOException {
        return all(table, Keys.properties(account, kind), PropertyState.class);
    }

    static List<PropertyState> properties(Table table, long account, PropertyKind kind, int folderId)
            throws IOException {
        return all(table, Keys.properties(account, kind, folderId), PropertyState.class);
    }

    static List<SeenBy> marks(Table table, long account, int folderId, String principal) throws IOException {
        return all(table, Keys.seen(account, folderId, principal), SeenBy.class);
    }

    /** Those of these items, as far as there are any. */
    static List<SeenBy> marks(Table table, long account, int folderId, String principal, List<Item> items)
            throws IOException {
        return table.read(from -> {
            List<SeenBy> marks = new ArrayList<>();
            for (Item item : items) {
                read(from, Keys.seen(account, folderId, principal, item.itemNo()), SeenBy.class)
                        .ifPresent(marks::add);
            }
            return marks;
        });
    }

    /** Limits that the account and its folders have of their own. */
    private static Map<PropertyKey, Long> quota(Table table, long account) throws IOException {
        Map<PropertyKey, Long> quota = new HashMap<>();
        for (PropertyState own : properties(table, account, PropertyKind.QUOTA)) {
            QuotaLimits.limit(own.value()).ifPresent(limit -> quota.put(own.key(), limit));
        }
        return Map.copyOf(quota);
    }

    /** What search folders look for; nothing where nobody has said it, or a later release. */
    private static Map<Integer, Criterion> searches(Table table, long account) throws IOException {
        Map<Integer, Criterion> searches = new HashMap<>();
        for (FolderState folder : folders(table, account).values()) {
            if (folder.type().role() == FolderRole.SEARCH) {
                searches.put(
                        folder.folderId(),
                        property(table, account, SearchFolders.criteria(folder.folderId()))
                                .flatMap(found -> CriterionCodec.read(found.value()))
                                .orElse(Criterion.NONE));
            }
        }
        return Map.copyOf(searches);
    }

    /** What a search folder says of those of the items that it shows or waits for. */
    static List<Member> members(Table table, long account, int folderId, List<Long> itemNos) throws IOException {
        return table.read(from -> {
            List<Member> members = new ArrayList<>();
            for (long itemNo : itemNos) {
                read(from, Keys.member(account, folderId, itemNo), Member.class).ifPresent(members::add);
            }
            return members;
        });
    }

    static Quota quota(Table table, long account, QuotaLimits standard) throws IOException {
        return table.read(from -> {
            StoredCounts all = counts(from, account, StoredCounts.ACCOUNT);
            QuotaLimits limits = standard.with(quota(from, account), PropertyKey.ACCOUNT);
            return new Quota(new Usage(all.messages(), all.octets()), limits);
        });
    }

    static Quota quota(Table table, long account, QuotaLimits standard, int folderId) throws IOException {
        return table.read(from -> {
            StoredCounts held =
                    counts(from, account, folderId).plus(counts(from, account, StoredCounts.beside(folderId)));
            Map<PropertyKey, Long> own = quota(from, account);
            QuotaLimits limits = QuotaLimits.UNLIMITED.with(own, folderId);
            QuotaLimits most = standard.with(own, PropertyKey.ACCOUNT);
            return new Quota(new Usage(held.messages(), held.octets()), limits.within(most));
        });
    }

    /** By folder, {@link StoredCounts#ACCOUNT} and {@link StoredCounts#PROPERTIES}. */
    private static Map<Integer, StoredCounts> counts(Table table, long account) throws IOException {
        Map<Integer, StoredCounts> counts = new HashMap<>();
        table.scan(Family.ACCOUNTS, Keys.counts(account), (key, value) -> {
            counts.put(Keys.folderOfCounts(key), StoredCounts.of(Optional.of(value)));
            return true;
        });
        return Map.copyOf(counts);
    }

    static Optional<Item> item(Table table, long account, long itemNo) throws IOException {
        return read(table, Keys.item(account, itemNo), Item.class);
    }

    /** Whether there is or was an item of this number. */
    static boolean hadItem(Table table, long account, long itemNo) throws IOException {
        return table.get(Family.ACCOUNTS, Keys.item(account, itemNo)).isPresent();
    }

    /** In the order of their numbers, from this one on. */
    static List<Item> items(Table table, long account, long from, int most) throws IOException {
        List<Item> items = new ArrayList<>();
        table.scanFrom(Family.ACCOUNTS, Keys.items(account), Keys.item(account, from), (_, value) -> {
            if (Entry.of(value).state() instanceof Item item) {
                items.add(item);
            }
            return items.size() < most;
        });
        return items;
    }

    /** One for each number. */
    static List<Optional<Item>> items(Table table, long account, List<Long> itemNos) throws IOException {
        return table.read(from -> {
            List<Optional<Item>> items = new ArrayList<>();
            for (long itemNo : itemNos) {
                items.add(item(from, account, itemNo));
            }
            return items;
        });
    }

    /** The transfer itself, if it is here, and those of the same bytes. */
    static List<TransferLedger.Remembered> transfers(
            Table table, long account, TransferId transfer, String recipient, TransferDigest digest)
            throws IOException {
        return table.read(from -> {
            List<byte[]> keys = new ArrayList<>();
            keys.add(Keys.transfer(account, transfer, recipient));
            from.scan(Family.ACCOUNTS, Keys.digests(account, digest), (key, _) -> {
                keys.add(Keys.transferOfDigest(key));
                return true;
            });
            List<TransferLedger.Remembered> remembered = new ArrayList<>();
            for (byte[] key : keys) {
                read(from, key, Transferred.class)
                        .filter(sent -> sent.recipient().equals(recipient))
                        .ifPresent(sent -> remembered.add(new TransferLedger.Remembered(sent.transfer(), sent.seen())));
            }
            return remembered;
        });
    }

    /** The transfer in all accounts it has reached. */
    static List<Transferred> ofTransfer(Table table, TransferId transfer) throws IOException {
        return table.read(from -> {
            List<byte[]> keys = new ArrayList<>();
            from.scan(
                    Family.VOLUME,
                    VolumeKeys.byTransfer(transfer),
                    (key, _) -> keys.add(VolumeKeys.thingByTransfer(key)));
            List<Transferred> found = new ArrayList<>();
            for (byte[] key : keys) {
                read(from, key, Transferred.class).ifPresent(found::add);
            }
            return found;
        });
    }

    /** Whether there is a transfer that began before this tick. */
    static boolean transfersBefore(Table table, long tick) throws IOException {
        boolean[] found = {false};
        table.scan(Family.VOLUME, VolumeKeys.byAge(), (key, _) -> {
            found[0] = VolumeKeys.beganByAge(key) < tick;
            return false;
        });
        return found[0];
    }

    /** The things of this kind whose keys begin so, without those that are gone. */
    static <T extends StateRecord> List<T> all(Table table, byte[] prefix, Class<T> kind) throws IOException {
        List<T> found = new ArrayList<>();
        table.scan(Family.ACCOUNTS, prefix, (_, value) -> {
            StateRecord state = Entry.of(value).state();
            if (kind.isInstance(state)) {
                found.add(kind.cast(state));
            }
            return true;
        });
        return found;
    }

    private static <T extends StateRecord> Optional<T> read(Table table, byte[] key, Class<T> kind) throws IOException {
        Optional<byte[]> value = table.get(Family.ACCOUNTS, key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        StateRecord state = Entry.of(value.get()).state();
        return kind.isInstance(state) ? Optional.of(kind.cast(state)) : Optional.empty();
    }
}
