package waypost.mapping;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/** What was heard, for a lifetime; and, for want of anything better, for a longer limit. Never blocks. */
final class Memory<K, V> {
    private record Held<V>(V value, long since) {}

    private final Cache<K, Held<V>> held;
    private final long lifetime;
    private final Ticker ticker;

    Memory(Duration lifetime, Duration limit, int entries, Ticker ticker) {
        this.lifetime = lifetime.toNanos();
        this.ticker = ticker;
        held = Caffeine.newBuilder()
                .expireAfterWrite(limit)
                .maximumSize(entries)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    void put(K key, V value) {
        held.put(key, new Held<>(value, ticker.read()));
    }

    void forget(K key) {
        held.invalidate(key);
    }

    /** Within its lifetime. */
    Optional<V> fresh(K key) {
        Held<V> value = held.getIfPresent(key);
        return value != null && ticker.read() - value.since < lifetime ? Optional.of(value.value) : Optional.empty();
    }

    /** Within the limit. */
    Optional<V> any(K key) {
        return Optional.ofNullable(held.getIfPresent(key)).map(Held::value);
    }

    Optional<Duration> age(K key) {
        return Optional.ofNullable(held.getIfPresent(key)).map(value -> Duration.ofNanos(ticker.read() - value.since));
    }
}
