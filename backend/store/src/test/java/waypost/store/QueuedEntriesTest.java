package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waypost.identity.TransferId;
import waypost.store.KeeperLedger.Promise;
import waypost.store.StateRecord.Kept;

class QueuedEntriesTest {
    private static final TransferId ONE = new TransferId(0, 1);
    private static final TransferId TWO = new TransferId(0, 2);

    private final QueuedEntries entries = new QueuedEntries();

    private void put(long number, TransferId transfer, String node, long due) {
        String recipient = "r" + number + "@example.net";
        KeptEnvelope envelope = new KeptEnvelope("eve@example.org", recipient, node, recipient, "down", Map.of());
        Promise promise = new Promise(transfer, envelope, 1, Optional.empty());
        entries.put(new Kept(1, number, promise, 0, due, new StoredBody(List.of(), 0, 0, false)));
    }

    private List<Long> due(long tick, Map<String, Integer> room) {
        return entries.due(tick, node -> room.getOrDefault(node, 0)).stream()
                .map(Kept::number)
                .toList();
    }

    @Test
    void answersTheOldestOfEachNodeThatHasRoom() {
        put(1, ONE, "a", 30);
        put(2, ONE, "a", 10);
        put(3, TWO, "a", 20);
        put(4, TWO, "b", 15);
        put(5, TWO, "c", 5);
        assertEquals(List.of(2L, 4L, 3L), due(30, Map.of("a", 2, "b", 2)));
        assertEquals(List.of(2L, 4L), due(19, Map.of("a", 2, "b", 2)), "others are not due");
        assertEquals(List.of(), due(30, Map.of("d", 2)));
    }

    @Test
    void knowsWhatBelongsToATransfer() {
        put(1, ONE, "a", 30);
        put(2, TWO, "a", 10);
        put(1, ONE, "a", 5);
        assertEquals(List.of(5L), entries.of(ONE).map(Kept::nextAttempt).toList());
        assertEquals(List.of(1L, 2L), due(30, Map.of("a", 9)), "the entry that it replaces has gone");
        entries.remove(1);
        entries.remove(7);
        assertEquals(0, entries.of(ONE).count());
        assertEquals(List.of(2L), due(30, Map.of("a", 9)));
        assertEquals(1, entries.size());
    }
}
