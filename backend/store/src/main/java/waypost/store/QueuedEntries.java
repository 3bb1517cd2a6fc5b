package waypost.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import waypost.identity.TransferId;
import waypost.store.StateRecord.Kept;

/**
 * The entries of a hand-on queue by number, by transfer, and by node in the order in which they are due: a node that is away may leave any
 * number of them waiting. One thread changes them, any reads.
 */
final class QueuedEntries {
    private static final Comparator<Kept> ORDER =
            Comparator.comparingLong(Kept::nextAttempt).thenComparingLong(Kept::number);

    private final TransferRecords<Kept> records =
            new TransferRecords<>(kept -> kept.promise().transfer());
    private final Map<String, NavigableSet<Kept>> waiting = new ConcurrentHashMap<>();

    void put(Kept kept) {
        records.put(kept.number(), kept).ifPresent(this::leave);
        waiting.computeIfAbsent(node(kept), _ -> new ConcurrentSkipListSet<>(ORDER))
                .add(kept);
    }

    void remove(long number) {
        records.remove(number).ifPresent(this::leave);
    }

    private void leave(Kept kept) {
        waiting.computeIfPresent(node(kept), (_, entries) -> {
            entries.remove(kept);
            return entries.isEmpty() ? null : entries;
        });
    }

    private static String node(Kept kept) {
        return kept.promise().envelope().node();
    }

    Optional<Kept> get(long number) {
        return records.get(number);
    }

    Stream<Kept> of(TransferId transfer) {
        return records.of(transfer);
    }

    int size() {
        return records.size();
    }

    /** @param room how many of a node are wanted; the oldest of these are answered */
    List<Kept> due(long tick, ToIntFunction<String> room) {
        return waiting.entrySet().stream()
                .flatMap(node -> node.getValue().stream()
                        .takeWhile(kept -> kept.nextAttempt() <= tick)
                        .limit(room.applyAsInt(node.getKey())))
                .sorted(ORDER)
                .toList();
    }
}
