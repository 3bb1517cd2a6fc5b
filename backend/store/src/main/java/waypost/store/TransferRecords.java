package waypost.store;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import waypost.identity.TransferId;

/** Records by number, and by the transfer that they belong to for good. One thread changes them, any reads. */
final class TransferRecords<T> {
    private final Function<T, TransferId> transfer;
    private final Map<Long, T> records = new ConcurrentHashMap<>();
    private final Map<TransferId, Set<Long>> numbers = new ConcurrentHashMap<>();

    TransferRecords(Function<T, TransferId> transfer) {
        this.transfer = transfer;
    }

    /** What was there before. */
    Optional<T> put(long number, T record) {
        Optional<T> before = Optional.ofNullable(records.put(number, record));
        numbers.computeIfAbsent(transfer.apply(record), _ -> ConcurrentHashMap.newKeySet())
                .add(number);
        return before;
    }

    /** What was there. */
    Optional<T> remove(long number) {
        Optional<T> gone = Optional.ofNullable(records.remove(number));
        gone.ifPresent(record -> numbers.computeIfPresent(transfer.apply(record), (_, some) -> {
            some.remove(number);
            return some.isEmpty() ? null : some;
        }));
        return gone;
    }

    Optional<T> get(long number) {
        return Optional.ofNullable(records.get(number));
    }

    Stream<T> of(TransferId one) {
        return numbers.getOrDefault(one, Set.of()).stream().flatMap(number -> get(number).stream());
    }

    Collection<T> all() {
        return records.values();
    }

    int size() {
        return records.size();
    }
}
