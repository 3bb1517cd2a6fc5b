package waypost.store;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Brings durable groups into the index, in order. Thread: one of its own for each volume, or whoever steps it. */
final class Applier {
    /** Groups that may be durable and not yet applied. */
    private static final int BEHIND = 8;

    private final BlockingQueue<Group> groups = new ArrayBlockingQueue<>(BEHIND);
    private final Journal.Index index;
    private final Bodies earlier;
    private final long flushBytes;
    private long unflushed;

    Applier(Journal.Index index, Bodies earlier, long flushBytes) {
        this.index = index;
        this.earlier = earlier;
        this.flushBytes = flushBytes;
    }

    BlockingQueue<Group> groups() {
        return groups;
    }

    void index(Group group) throws IOException {
        index.apply(group.entry(), group.changes(), earlier);
        unflushed += group.bytes();
        if (unflushed >= flushBytes) {
            flush();
        }
    }

    void flush() throws IOException {
        index.flush();
        unflushed = 0;
    }
}
