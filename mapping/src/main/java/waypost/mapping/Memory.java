package waypost.mapping;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What was heard, for a lifetime; and, for want of anything better, for a longer limit. Never blocks. */
final class Memory<K, V> {
    private record Held<V>(V value, long since) {}

    private final Cache<K, Held<V>> held;
    private final long lifetime;
    private final Duration limit;
    private final Ticker ticker;

    Memory(Duration lifetime, Duration limit, int entries, Ticker ticker) {
        this.lifetime = lifetime.toNanos();
        this.limit = limit;
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

    /** What was heard by another process, so long ago: within the limit, and not within the lifetime. */
    void restore(K key, V value, Duration age) {
        if (age.compareTo(limit) < 0) {
            held.asMap().putIfAbsent(key, new Held<>(value, ticker.read() - Math.max(age.toNanos(), lifetime)));
        }
    }

    void each(BiConsumer<K, V> each) {
        held.asMap().forEach((key, value) -> each.accept(key, value.value));
    }

    /** Is not within its lifetime any more, and still within the limit. */
    void outdate(BiPredicate<K, V> which) {
        long over = ticker.read() - lifetime;
        held.asMap().forEach((key, value) -> {
            if (value.since > over && which.test(key, value.value)) {
                held.asMap().replace(key, value, new Held<>(value.value, over));
            }
        });
    }

    void outdate(K key) {
        held.asMap()
                .computeIfPresent(
                        key, (_, value) -> new Held<>(value.value, Math.min(value.since, ticker.read() - lifetime)));
    }

    void forgetAll() {
        held.invalidateAll();
    }

    void forget(K key, Predicate<V> which) {
        Held<V> value = held.getIfPresent(key);
        if (value != null && which.test(value.value)) {
            held.asMap().remove(key, value);
        }
    }

    void forget(K key) {
        held.invalidate(key);
    }

    /** Within its lifetime. */
    Optional<V> fresh(K key) {
        return within(key, lifetime);
    }

    /** Heard since so long ago, and within its lifetime. */
    Optional<V> fresh(K key, Duration age) {
        return within(key, Math.min(age.toNanos(), lifetime));
    }

    private Optional<V> within(K key, long age) {
        Held<V> value = held.getIfPresent(key);
        return value != null && ticker.read() - value.since < age ? Optional.of(value.value) : Optional.empty();
    }

    /** Within the limit. */
    Optional<V> any(K key) {
        return Optional.ofNullable(held.getIfPresent(key))
                .filter(value -> ticker.read() - value.since < limit.toNanos())
                .map(Held::value);
    }

    Optional<Duration> age(K key) {
        return Optional.ofNullable(held.getIfPresent(key)).map(value -> Duration.ofNanos(ticker.read() - value.since));
    }
}
