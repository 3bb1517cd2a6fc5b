package waypost.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import waypost.identity.TransferId;

/** When transfers were DONE, from the moment that is known: before the mark is on disk, and for a transfer that commits later. Any thread. */
final class DoneMarks {
    private static final int REMEMBERED = 50_000;

    private final Map<TransferId, Long> ticks = new LinkedHashMap<>();

    synchronized void mark(TransferId transfer, long tick) {
        ticks.putIfAbsent(transfer, tick);
        Iterator<TransferId> oldest = ticks.keySet().iterator();
        while (ticks.size() > REMEMBERED) {
            oldest.next();
            oldest.remove();
        }
    }

    synchronized Optional<Long> of(TransferId transfer) {
        return Optional.ofNullable(ticks.get(transfer));
    }

    TransferLedger.Seen marked(TransferId transfer, TransferLedger.Seen seen) {
        return of(transfer).map(seen::doneAt).orElse(seen);
    }

    TransferLedger.Remembered marked(TransferLedger.Remembered remembered) {
        return new TransferLedger.Remembered(remembered.transfer(), marked(remembered.transfer(), remembered.seen()));
    }
}
