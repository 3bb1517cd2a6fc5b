package waypost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What was derived from bodies and waits for the next change of the volume to be written with it. No change may come, so what finds no room is left out. */
final class DerivedEntries {
    static final long OCTETS = 4 << 20;

    /** Of an entry beside its value. */
    private static final int OVERHEAD = 128;

    private final Map<Position, byte[]> waiting = new ConcurrentHashMap<>();
    private final AtomicLong room = new AtomicLong(OCTETS);

    /** It can be derived again when it is left out. */
    void add(Position body, byte[] value) {
        if (room.addAndGet(-size(value)) < 0 || waiting.putIfAbsent(body, value) != null) {
            room.addAndGet(size(value));
        }
    }

    Optional<byte[]> get(Position body) {
        return Optional.ofNullable(waiting.get(body));
    }

    /** Adds what waits to the batch; answers what that is. */
    List<Position> put(Batch batch) {
        List<Position> bodies = new ArrayList<>();
        waiting.forEach((body, value) -> {
            batch.put(Family.DERIVED, Keys.body(body), value);
            bodies.add(body);
        });
        return bodies;
    }

    /** They are in the table. */
    void written(List<Position> bodies) {
        for (Position body : bodies) {
            byte[] value = waiting.remove(body);
            if (value != null) {
                room.addAndGet(size(value));
            }
        }
    }

    private static long size(byte[] value) {
        return value.length + OVERHEAD;
    }
}
