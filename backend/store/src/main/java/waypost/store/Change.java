package waypost.store;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What one commit writes: an operation (the new state of all it changed) and the bodies that arrived with it. It is stored whole or not at
 * all. Record 0 is the operation, the bodies follow; none may exceed {@link Journal#MAX_RECORD_BYTES}. The buffers belong to the journal until the
 * future of the append is complete; their contents, positions and limits must not change before.
 *
 * @param account the account it is reported by when damaged
 * @param bodies the operation names them by ordinal, and learns their positions when it is applied
 * @param ground what has to be stored before it; when that is refused, so is this
 */
public record Change(long account, ByteBuffer operation, List<ByteBuffer> bodies, Growth growth, Ground ground) {
    /** Whether a volume that has come down to its reserve still takes the change. */
    public enum Growth {
        /** New mail, copies, uploads: refused below the reserve. */
        GROWS,
        /** Flags, expunges, ownership: taken as long as anything can be written. */
        ESSENTIAL
    }

    public Change {
        bodies = List.copyOf(bodies);
    }

    public Change(long account, ByteBuffer operation, List<ByteBuffer> bodies, Growth growth) {
        this(account, operation, bodies, growth, Ground.FIRM);
    }

    int records() {
        return 1 + bodies.size();
    }

    ByteBuffer record(int number) {
        return number == 0 ? operation : bodies.get(number - 1);
    }
}
