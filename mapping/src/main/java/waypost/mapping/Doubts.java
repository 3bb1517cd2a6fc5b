package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * What was vouched for from memory while its directory could not be asked. A directory that comes back without it may have come back with
 * only half of its entries: it must say so twice, at least a lifetime apart. Never blocks.
 */
final class Doubts<K> {
    private final Memory<K, Boolean> vouched;
    private final Memory<K, Boolean> missed;

    /** @param limit how long memory vouches for anything */
    Doubts(Duration lifetime, Duration limit, int entries, Ticker ticker) {
        vouched = new Memory<>(limit, limit, entries, ticker);
        missed = new Memory<>(lifetime, limit, entries, ticker);
    }

    void vouch(K key) {
        vouched.put(key, true);
    }

    /** It was found, or its absence is believed. */
    void settle(K key) {
        vouched.forget(key);
        missed.forget(key);
    }

    /** Whether this absence, which the directory has just told, counts. */
    boolean believesAbsent(K key) {
        if (vouched.any(key).isEmpty()) {
            return true;
        }
        if (missed.any(key).isEmpty()) {
            missed.put(key, true);
        }
        return missed.fresh(key).isEmpty();
    }
}
