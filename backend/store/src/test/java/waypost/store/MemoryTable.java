package waypost.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A table in memory. A crash takes it back to some batch that is not before its last flush. */
final class MemoryTable implements Table {
    private static final String FILE = "000001.sst";

    private final Map<Family, NavigableMap<byte[], byte[]>> seen;
    private Map<Family, NavigableMap<byte[], byte[]>> kept;
    private final List<Batch> unflushed = new ArrayList<>();

    MemoryTable() {
        this(Map.of());
    }

    private MemoryTable(Map<Family, NavigableMap<byte[], byte[]>> content) {
        this.seen = copy(content);
        this.kept = copy(content);
    }

    private static Map<Family, NavigableMap<byte[], byte[]>> copy(Map<Family, NavigableMap<byte[], byte[]>> content) {
        Map<Family, NavigableMap<byte[], byte[]>> copy = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
            NavigableMap<byte[], byte[]> known = content.get(family);
            if (known != null) {
                entries.putAll(known);
            }
            copy.put(family, entries);
        }
        return copy;
    }

    MemoryTable crash(SplittableRandom random) {
        MemoryTable next = new MemoryTable(kept);
        for (Batch batch : unflushed.subList(0, random.nextInt(unflushed.size() + 1))) {
            apply(next.seen, batch);
            apply(next.kept, batch);
        }
        return next;
    }

    private static void apply(Map<Family, NavigableMap<byte[], byte[]>> content, Batch batch) {
        batch.changes()
                .forEach((family, changes) -> changes.forEach((key, value) -> {
                    NavigableMap<byte[], byte[]> entries = Objects.requireNonNull(content.get(family));
                    value.ifPresentOrElse(now -> entries.put(key, now), () -> entries.remove(key));
                }));
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) {
        return Optional.ofNullable(entries(family).get(key));
    }

    @Override
    public void scanFrom(Family family, byte[] prefix, byte[] first, Visitor visitor) throws IOException {
        for (Map.Entry<byte[], byte[]> entry :
                List.copyOf(entries(family).tailMap(first).entrySet())) {
            byte[] key = entry.getKey();
            boolean within =
                    key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
            if (!within || !visitor.accept(key, entry.getValue())) {
                return;
            }
        }
    }

    @Override
    public void write(Batch batch) {
        apply(seen, batch);
        unflushed.add(batch);
    }

    @Override
    public void flush() {
        kept = copy(seen);
        unflushed.clear();
    }

    /** One file with a line for each entry. */
    @Override
    public <T> T checkpoint(Path into, Reading<T> reading) throws IOException {
        flush();
        HexFormat hex = HexFormat.of();
        List<String> lines = new ArrayList<>();
        kept.forEach((family, entries) -> entries.forEach(
                (key, value) -> lines.add(family + " " + hex.formatHex(key) + " " + hex.formatHex(value))));
        Files.createDirectories(into);
        Files.write(into.resolve(FILE), lines);
        return reading.from(this);
    }

    @Override
    public void restore(Path from) throws IOException {
        HexFormat hex = HexFormat.of();
        seen.values().forEach(Map::clear);
        for (String line : Files.readAllLines(from.resolve(FILE))) {
            String[] words = line.split(" ", -1);
            entries(Family.valueOf(words[0])).put(hex.parseHex(words[1]), hex.parseHex(words[2]));
        }
        flush();
    }

    @Override
    public void close() {}

    /** All entries that follow from the journal. */
    List<String> dump() {
        HexFormat hex = HexFormat.of();
        List<String> all = new ArrayList<>();
        for (Family family : List.of(Family.ACCOUNTS, Family.BODIES, Family.VOLUME)) {
            entries(family)
                    .forEach((key, value) -> all.add(family + " " + hex.formatHex(key) + " " + hex.formatHex(value)));
        }
        return all;
    }

    private NavigableMap<byte[], byte[]> entries(Family family) {
        return Objects.requireNonNull(seen.get(family));
    }
}
