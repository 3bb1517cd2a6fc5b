package waypost.store;

import java.util.concurrent.atomic.AtomicReference;

/** The order as committer and applier share it. */
final class JournalState {
    private final AtomicReference<JournalOrder> order;

    JournalState(JournalOrder order) {
        this.order = new AtomicReference<>(order);
    }

    JournalOrder now() {
        return order.get();
    }

    JournalOrder.Effect on(JournalOrder.Event event) {
        for (; ; ) {
            JournalOrder before = order.get();
            JournalOrder.Step step = before.on(event);
            if (order.compareAndSet(before, step.next())) {
                return step.effect();
            }
        }
    }
}
