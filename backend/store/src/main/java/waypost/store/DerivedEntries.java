package waypost.store;

import java.nio.ByteBuffer;
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

    private final Map<ByteBuffer, byte[]> waiting = new ConcurrentHashMap<>();
    private final AtomicLong room = new AtomicLong(OCTETS);

    /** It can be derived again when it is left out. */
    void add(byte[] key, byte[] value) {
        if (room.addAndGet(-size(value)) < 0 || waiting.putIfAbsent(ByteBuffer.wrap(key), value) != null) {
            room.addAndGet(size(value));
        }
    }

    Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(waiting.get(ByteBuffer.wrap(key)));
    }

    /** Adds what waits to the batch; answers what that is. */
    List<ByteBuffer> put(Batch batch) {
        List<ByteBuffer> keys = new ArrayList<>();
        waiting.forEach((key, value) -> {
            batch.put(Family.DERIVED, key.array(), value);
            keys.add(key);
        });
        return keys;
    }

    /** They are in the table. */
    void written(List<ByteBuffer> keys) {
        for (ByteBuffer key : keys) {
            byte[] value = waiting.remove(key);
            if (value != null) {
                room.addAndGet(size(value));
            }
        }
    }

    private static long size(byte[] value) {
        return value.length + OVERHEAD;
    }
}
