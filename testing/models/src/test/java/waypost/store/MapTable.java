package waypost.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A table in memory. */
final class MapTable implements Table {
    private final Map<Family, NavigableMap<byte[], byte[]>> families = new TreeMap<>();

    private NavigableMap<byte[], byte[]> of(Family family) {
        return families.computeIfAbsent(family, _ -> new TreeMap<>(Arrays::compareUnsigned));
    }

    MapTable copy() {
        MapTable copy = new MapTable();
        families.forEach((family, entries) -> copy.of(family).putAll(entries));
        return copy;
    }

    /** All that is in it, for comparison. */
    Map<String, String> dump() {
        Map<String, String> dump = new TreeMap<>();
        families.forEach((family, entries) -> entries.forEach((key, value) -> dump.put(
                family + " " + HexFormat.of().formatHex(key), HexFormat.of().formatHex(value))));
        return dump;
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) {
        return Optional.ofNullable(of(family).get(key));
    }

    @Override
    public void scanFrom(Family family, byte[] prefix, byte[] first, Visitor visitor) throws IOException {
        for (Map.Entry<byte[], byte[]> entry : of(family).tailMap(first).entrySet()) {
            byte[] key = entry.getKey();
            boolean inside =
                    key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
            if (!inside || !visitor.accept(key, entry.getValue())) {
                return;
            }
        }
    }

    @Override
    public void write(Batch batch) {
        batch.changes()
                .forEach((family, changes) -> changes.forEach((key, value) -> value.ifPresentOrElse(
                        present -> of(family).put(key, present),
                        () -> of(family).remove(key))));
    }

    @Override
    public void flush() {}

    @Override
    public <T> T checkpoint(Path into, Reading<T> reading) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restore(Path from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
