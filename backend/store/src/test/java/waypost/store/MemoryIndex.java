package waypost.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
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
