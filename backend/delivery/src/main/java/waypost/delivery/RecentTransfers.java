package waypost.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import waypost.identity.TransferId;
import waypost.protocol.smtp.Transaction;

/**
 * The transactions whose recipients this node may yet be asked to keep: what MAIL said of them, which KEEP does not repeat. The oldest are
 * forgotten first. Safe for threads.
 */
final class RecentTransfers {
    private static final int REMEMBERED = 10_000;

    private final LinkedHashMap<TransferId, Begun> begun = new LinkedHashMap<>();

    /** @param ticks of its MAIL, on each volume */
    record Begun(Transaction transaction, Map<String, Long> ticks) {}

    synchronized void remember(TransferId id, Begun transfer) {
        begun.putIfAbsent(id, transfer);
        if (begun.size() > REMEMBERED) {
            begun.pollFirstEntry();
        }
    }

    synchronized Optional<Begun> find(TransferId id) {
        return Optional.ofNullable(begun.get(id));
    }

    /** Whether it was remembered. */
    synchronized boolean forget(TransferId id) {
        return begun.remove(id) != null;
    }
}
