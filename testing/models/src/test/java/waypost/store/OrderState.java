package waypost.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A journal, its disk and its index at one moment. A change is known by its number.
 *
 * @param up whether the process runs; the fields up to {@code index} mean nothing while it does not
 * @param committer what the committer has to do next
 * @param handed entries that wait for the applier
 * @param applier what the applier has to do next
 * @param index the change of each entry that the index has, from entry 1 on
 * @param flushed how many of these survive a crash
 * @param told changes whose writers heard that they are stored
 * @param gathered how many changes were given to the journal
 */
record OrderState(
        boolean up,
        JournalOrder order,
        Optional<JournalOrder.Effect> committer,
        List<Long> handed,
        Optional<JournalOrder.Effect> applier,
        List<Integer> index,
        int flushed,
        List<Slot> disk,
        Set<Integer> told,
        int gathered,
        Faults left) {
    /** Where the bytes of a group are. */
    enum Medium {
        /** In the page cache: a later force brings them to the disk, a power loss may. */
        CACHE,
        /** In the page cache and taken for written, after a force that failed: only writing them again brings them to the disk. */
        UNWRITTEN,
        DISK
    }

    record Slot(long entry, int change, Medium medium) {
        Slot on(Medium next) {
            return new Slot(entry, change, next);
        }
    }

    record Faults(int kills, int powerLosses, int diskFailures, int indexFailures) {}

    static OrderState first(Faults faults) {
        return new OrderState(
                true,
                JournalOrder.after(0),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                0,
                List.of(),
                Set.of(),
                0,
                faults);
    }

    OrderState committed(JournalOrder.Step step, List<Slot> slots) {
        List<Long> next = new ArrayList<>(handed);
        Optional<JournalOrder.Effect> after = Optional.empty();
        switch (step.effect()) {
            case JournalOrder.Effect.HandOver(long entry) -> next.add(entry);
            case JournalOrder.Effect.Doubt _, JournalOrder.Effect.Refuse _ -> {}
            case JournalOrder.Effect work -> after = Optional.of(work);
        }
        return new OrderState(
                up, step.next(), after, List.copyOf(next), applier, index, flushed, slots, told, gathered, left);
    }

    /** @param now what the index has after the step */
    OrderState applied(JournalOrder.Step step, List<Integer> now) {
        Set<Integer> heard = new HashSet<>(told);
        Optional<JournalOrder.Effect> after = Optional.empty();
        switch (step.effect()) {
            case JournalOrder.Effect.Acknowledge(long entry) -> heard.add(changeOf(entry));
            case JournalOrder.Effect.Doubt _ -> {}
            case JournalOrder.Effect work -> after = Optional.of(work);
        }
        return new OrderState(
                up, step.next(), committer, handed, after, now, flushed, disk, Set.copyOf(heard), gathered, left);
    }

    int changeOf(long entry) {
        return disk.stream()
                .filter(slot -> slot.entry() == entry)
                .findFirst()
                .map(Slot::change)
                .orElse(0);
    }

    OrderState taken() {
        List<Long> rest = handed.subList(1, handed.size());
        return new OrderState(
                up, order, committer, List.copyOf(rest), applier, index, flushed, disk, told, gathered, left);
    }

    OrderState more() {
        return new OrderState(up, order, committer, handed, applier, index, flushed, disk, told, gathered + 1, left);
    }

    OrderState flush() {
        return new OrderState(up, order, committer, handed, applier, index, index.size(), disk, told, gathered, left);
    }

    OrderState left(Faults now) {
        return new OrderState(up, order, committer, handed, applier, index, flushed, disk, told, gathered, now);
    }

    /** The process is gone, with all that was in its memory. */
    OrderState ended(List<Slot> slots) {
        return new OrderState(
                false,
                JournalOrder.after(0),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                index.subList(0, flushed),
                flushed,
                slots,
                told,
                gathered,
                left);
    }

    OrderState opened(JournalOrder after, List<Slot> slots, List<Integer> replayed) {
        return new OrderState(
                true,
                after,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                replayed,
                replayed.size(),
                slots,
                told,
                gathered,
                left);
    }
}
