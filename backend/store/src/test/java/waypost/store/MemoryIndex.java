package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** An index that remembers what it was given; a crash takes it back to its last flush. */
final class MemoryIndex implements Journal.Index {
    record Seen(Position position, long account, ByteBuffer operation, int bodies) {}

    private final List<Seen> seen = new ArrayList<>();
    private int flushed;
    private long applied;
    private long flushedThrough;

    @Override
    public long appliedThrough() {
        return flushedThrough;
    }

    @Override
    public void apply(long entry, List<Applied> changes, Bodies earlier) {
        if (entry <= applied) {
            throw new IllegalStateException("entry " + entry + " after " + applied);
        }
        applied = entry;
        for (Applied change : changes) {
            ByteBuffer copy = ByteBuffer.allocate(change.operation().remaining());
            copy.put(change.operation().duplicate()).flip();
            seen.add(new Seen(change.position(), change.account(), copy, change.bodies()));
        }
    }

    @Override
    public void flush() {
        flushed = seen.size();
        flushedThrough = applied;
    }

    @Override
    public long checkpoint(Path into) throws IOException {
        flush();
        List<String> lines = new ArrayList<>();
        for (Seen one : seen) {
            lines.add("%d %d %d %d %s"
                    .formatted(
                            one.position().entry(),
                            one.position().record(),
                            one.account(),
                            one.bodies(),
                            HexFormat.of().formatHex(one.operation().array())));
        }
        lines.add(String.valueOf(applied));
        Files.createDirectory(into);
        Files.write(into.resolve("seen"), lines);
        return applied;
    }

    @Override
    public void restore(Path from) throws IOException {
        seen.clear();
        List<String> lines = Files.readAllLines(from.resolve("seen"));
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] words = line.split(" ", -1);
            Position position = new Position(Long.parseLong(words[0]), Integer.parseInt(words[1]));
            ByteBuffer operation = ByteBuffer.wrap(HexFormat.of().parseHex(words[4]));
            seen.add(new Seen(position, Long.parseLong(words[2]), operation, Integer.parseInt(words[3])));
        }
        applied = Long.parseLong(lines.getLast());
        flush();
    }

    void crash() {
        seen.subList(flushed, seen.size()).clear();
        applied = flushedThrough;
    }

    /** What a start that failed did not come to. */
    void restore(Seen one) {
        seen.add(one);
        applied = one.position().entry();
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }
}
