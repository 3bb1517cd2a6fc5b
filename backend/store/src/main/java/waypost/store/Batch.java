package waypost.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Changes of a table on their way, already visible to those who read through the batch. One thread. */
final class Batch {
    private final Table table;
    private final Map<Family, NavigableMap<byte[], Optional<byte[]>>> changes = new TreeMap<>();

    Batch(Table table) {
        this.table = table;
    }

    void put(Family family, byte[] key, byte[] value) {
        of(family).put(key, Optional.of(value));
    }

    void delete(Family family, byte[] key) {
        of(family).put(key, Optional.empty());
    }

    Optional<byte[]> get(Family family, byte[] key) throws IOException {
        Optional<byte[]> changed = of(family).get(key);
        return changed != null ? changed : table.get(family, key);
    }

    /** The keys that begin with the prefix, are less than the end and have a value, in order. Others are not read, but for the first behind them. */
    List<byte[]> keys(Family family, byte[] prefix, byte[] end) throws IOException {
        TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        table.scan(family, prefix, (key, _) -> Arrays.compareUnsigned(key, end) < 0 && keys.add(key));
        of(family).subMap(prefix, end).forEach((key, value) -> {
            if (value.isPresent()) {
                keys.add(key);
            } else {
                keys.remove(key);
            }
        });
        return List.copyOf(keys);
    }

    /** Keys to values; an empty value is a deletion. */
    Map<Family, NavigableMap<byte[], Optional<byte[]>>> changes() {
        return changes;
    }

    private NavigableMap<byte[], Optional<byte[]>> of(Family family) {
        return changes.computeIfAbsent(family, _ -> new TreeMap<>(Arrays::compareUnsigned));
    }
}
