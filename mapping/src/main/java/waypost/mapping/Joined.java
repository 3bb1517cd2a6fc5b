package waypost.mapping;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Lets concurrent askers of one question share one answer. Holds no lock while the question is asked. */
final class Joined<K, V> {
    private final ConcurrentHashMap<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

    V ask(K key, Supplier<V> question) {
        var mine = new CompletableFuture<V>();
        CompletableFuture<V> other = flights.putIfAbsent(key, mine);
        if (other != null) {
            return other.join();
        }
        try {
            mine.complete(question.get());
        } catch (RuntimeException | Error bug) {
            mine.completeExceptionally(bug);
        } finally {
            flights.remove(key, mine);
        }
        return mine.join();
    }
}
