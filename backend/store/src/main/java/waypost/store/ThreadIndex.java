package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import waypost.store.StateRecord.Item;

/** The keys that lead from a link to the thread of the items that have it. Follow from the items that are there, in whatever order their records come. */
final class ThreadIndex {
    private ThreadIndex() {}

    /** A change of flags or place changes nothing. */
    static void update(Batch batch, Optional<StateRecord> before, StateRecord after) {
        Optional<Item> old = before.flatMap(ThreadIndex::item);
        Optional<Item> now = item(after);
        if (!old.map(ThreadIndex::place).equals(now.map(ThreadIndex::place))) {
            old.ifPresent(item -> links(item)
                    .forEach(
                            link -> batch.delete(Family.ACCOUNTS, Keys.threaded(item.account(), link, item.itemNo()))));
            now.ifPresent(item -> links(item)
                    .forEach(link -> batch.put(
                            Family.ACCOUNTS,
                            Keys.threaded(item.account(), link, item.itemNo()),
                            ByteBuffer.allocate(Long.BYTES)
                                    .putLong(item.thread())
                                    .array())));
        }
    }

    private static Optional<Item> item(StateRecord state) {
        return state instanceof Item item ? Optional.of(item) : Optional.empty();
    }

    private static Threading place(Item item) {
        return new Threading(item.thread(), links(item));
    }

    private static List<Long> links(Item item) {
        return item.history().threading().links();
    }

    /** The threads of those of the links that are known. */
    static Map<Long, Long> threads(Table table, long account, List<Long> links) throws IOException {
        Table.Reading<Map<Long, Long>> reading = from -> {
            Map<Long, Long> threads = new HashMap<>();
            for (long link : links) {
                thread(from, account, link).ifPresent(thread -> threads.put(link, thread));
            }
            return threads;
        };
        Optional<Map<Long, Long>> atOnce = table.peek(reading);
        return atOnce.isPresent() ? atOnce.get() : table.read(reading);
    }

    private static OptionalLong thread(Table table, long account, long link) throws IOException {
        OptionalLong[] found = {OptionalLong.empty()};
        table.scan(Family.ACCOUNTS, Keys.threaded(account, link), (_, value) -> {
            found[0] = OptionalLong.of(ByteBuffer.wrap(value).getLong());
            return false;
        });
        return found[0];
    }
}
