package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;

/** The ownership records of a volume, all of them in memory. Safe for threads; the applier brings them up to date. */
final class Ownerships {
    private final int number;
    private final Map<AccountId, Ownership> records = new HashMap<>();
    private final Map<DirectoryId, List<AccountId>> byDirectoryId = new HashMap<>();
    private final Map<AccountName, List<AccountId>> byName = new HashMap<>();
    private long lastCounter;

    /** @param number of the volume */
    Ownerships(int number) {
        this.number = number;
    }

    void load(Table table) throws IOException {
        List<Long> accounts = new ArrayList<>();
        table.scan(Family.VOLUME, VolumeKeys.byAccount(), (key, _) -> accounts.add(VolumeKeys.accountByAccount(key)));
        for (long account : accounts) {
            AccountReads.owned(table, account).ifPresent(owned -> put(owned.ownership()));
        }
        issued(AccountReads.counters(table, 0).folderId());
    }

    private synchronized void issued(long counter) {
        lastCounter = Math.max(lastCounter, counter);
    }

    synchronized void apply(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect.after() instanceof StateRecord.Owned owned) {
                put(owned.ownership());
            }
        }
    }

    synchronized Optional<Ownership> find(AccountId id) {
        return Optional.ofNullable(records.get(id));
    }

    /** A live record before one that is not. */
    synchronized Optional<Ownership> find(DirectoryId id) {
        return best(byDirectoryId.getOrDefault(id, List.of()));
    }

    synchronized List<Ownership> named(AccountName name) {
        return byName.getOrDefault(name, List.of()).stream().map(records::get).toList();
    }

    synchronized List<Ownership> all() {
        return List.copyOf(records.values());
    }

    synchronized int count() {
        return records.size();
    }

    /** An id that no account of this volume ever had. */
    synchronized AccountId nextId() {
        return AccountId.of(number, ++lastCounter);
    }

    private Optional<Ownership> best(List<AccountId> ids) {
        Predicate<Ownership> live = record -> !(record.state() instanceof Ownership.State.Gone);
        List<Ownership> all = ids.stream().map(records::get).toList();
        return all.stream()
                .filter(Ownership::serves)
                .findFirst()
                .or(() -> all.stream().filter(live).findFirst())
                .or(() -> all.stream().findFirst());
    }

    private synchronized void put(Ownership record) {
        Optional.ofNullable(records.put(record.id(), record)).ifPresent(old -> {
            unlist(byDirectoryId, old.directoryId(), old.id());
            unlist(byName, old.name(), old.id());
        });
        byDirectoryId
                .computeIfAbsent(record.directoryId(), _ -> new ArrayList<>())
                .add(record.id());
        byName.computeIfAbsent(record.name(), _ -> new ArrayList<>()).add(record.id());
        if (record.id().volume() == number) {
            lastCounter = Math.max(lastCounter, record.id().counter());
        }
    }

    private static <K> void unlist(Map<K, List<AccountId>> index, K key, AccountId id) {
        List<AccountId> ids = index.getOrDefault(key, List.of());
        ids.remove(id);
        if (ids.isEmpty()) {
            index.remove(key);
        }
    }
}
